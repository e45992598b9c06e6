/** Who is signed in on this page. */
import { answered, client, type Schema, ServiceProblem, useCsrf } from "./client.ts";

type Account = Schema["SessionAnswer"];

class Session {
  #account = $state<Account | null>(null);
  #known = $state(false);

  /** The account, or null. */
  get account(): Account | null {
    return this.#account;
  }

  /** Whether the service has been asked already. */
  get known(): boolean {
    return this.#known;
  }

  has(...roles: readonly string[]): boolean {
    return this.#account?.roles.some((role) => roles.includes(role)) ?? false;
  }

  /** Ask the service whether this browser still has a session. */
  async find(): Promise<void> {
    try {
      this.#take(await answered(client.GET("/api/v1/session")));
    } catch (error) {
      if (!(error instanceof ServiceProblem)) throw error;
      this.#account = null;
    }
    this.#known = true;
  }

  async signIn(account: string, password: string): Promise<void> {
    this.#take(await answered(client.POST("/api/v1/session", { body: { account, password } })));
  }

  /** Give the account another password; sessions of other devices end. */
  async renewPassword(password: string, renewed: string): Promise<void> {
    this.#take(await answered(client.PUT("/api/v1/session/password", { body: { password, renewed } })));
  }

  async signOut(): Promise<void> {
    await answered(client.DELETE("/api/v1/session"));
    this.lost();
  }

  /** Forget a session that the service does not know any more. */
  lost(): void {
    this.#account = null;
    useCsrf("");
  }

  #take(account: Account): void {
    this.#account = account;
    this.#known = true;
    useCsrf(account.csrf);
  }
}

export const session = new Session();
