/** How handlers are declared. */
import type { BodyOf, EventType } from "../events/body.ts";
import type { Event } from "../events/event.ts";
import type { BlobSource } from "./blobs.ts";
import type { StateView } from "./view.ts";

/**
 * What one type of event does to the state.
 *
 * A handler checks everything before it changes anything.
 */
export type Handler<T extends EventType> = (state: StateView, body: BodyOf<T>, event: Event, blobs: BlobSource) => void;

/** Handlers of some types of event: the compiler misses every type that has none. */
export type Handlers<T extends EventType = EventType> = { readonly [K in T]: Handler<K> };
