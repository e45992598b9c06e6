/** Why a key holder's program will not do something. */

/**
 * The program of a key holder refuses: an Indonesian sentence without any secret.
 *
 * Whoever carries the messages may be hostile; a refusal is how the program keeps the holder's key out of harm.
 */
export class HolderRefusal extends Error {
  override name = "HolderRefusal";
}
