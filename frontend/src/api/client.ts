/**
 * The service's interface: typed from its OpenAPI document, with problems as exceptions.
 */
import createClient from "openapi-fetch";
import { common } from "../i18n/common.ts";
import type { components, paths } from "./schema.ts";

export type Schema = components["schemas"];

/** What the service refused, with its stable code and its sentence in Indonesian. */
export class ServiceProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
  ) {
    super(detail);
    this.name = "ServiceProblem";
  }
}

/** No answer came: nobody knows whether the service did what was asked. */
export class NoAnswer extends Error {
  constructor() {
    super("no answer from the service");
    this.name = "NoAnswer";
  }
}

let csrf = "";

/** Keep the token that the session gave; every changing request carries it. */
export function useCsrf(token: string): void {
  csrf = token;
}

export const client = createClient<paths>({ baseUrl: "/", fetch: (request) => fetch(request) });

client.use({
  onRequest({ request }) {
    if (csrf !== "" && request.method !== "GET") request.headers.set("X-Rembug-CSRF", csrf);
    return request;
  },
  onError() {
    return new NoAnswer();
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Await an answer and give its body. Throws ServiceProblem or NoAnswer. */
export async function answered<T>(asking: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asking;
  if (response.ok) return data as T;
  const problem = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown; detail?: unknown };
  throw new ServiceProblem(
    response.status,
    typeof problem.code === "string" ? problem.code : "TIDAK_DIKENAL",
    typeof problem.detail === "string" ? problem.detail : common("problem.unexpected"),
  );
}

/** Say to the user what went wrong. */
export function explain(error: unknown): string {
  if (error instanceof ServiceProblem) return error.detail;
  if (error instanceof NoAnswer) return common("problem.network");
  return common("problem.unexpected");
}
