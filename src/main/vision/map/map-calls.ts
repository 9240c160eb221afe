import { typeOnly, type CallHandlers, type CallMap, type TypesOf } from '../../platform/pure/call-map.ts'

/** Calls of the thread that computes one map: first `learn`, then `add` for all images, then `layOut` or `place`. */
export const mapCalls = {
  /** Learns from a sample of vectors, one after the other, which of their directions matter. */
  learn: { input: typeOnly<{ vectors: Int8Array; dimensions: number }>(), output: typeOnly<null>() },
  /** Adds vectors of the same dimensions, one after the other. */
  add: { input: typeOnly<{ vectors: Int8Array }>(), output: typeOnly<null>() },
  /**
   * Computes x and y of each, turned so that the map resembles the one so far (NaN = not on it). `onProgress`: from 0 to
   * 1, a few times a second.
   */
  layOut: {
    input: typeOnly<{ positions: Float32Array<ArrayBuffer> }>(),
    output: typeOnly<Float32Array<ArrayBuffer>>(),
    callbacks: { onProgress: { input: typeOnly<number>() } },
  },
  /** Computes x and y of those that have none (NaN) on an existing map. */
  place: {
    input: typeOnly<{ positions: Float32Array<ArrayBuffer> }>(),
    output: typeOnly<Float32Array<ArrayBuffer>>(),
    callbacks: { onProgress: { input: typeOnly<number>() } },
  },
  /** Work in progress stops until it is resumed. */
  setPaused: { input: typeOnly<{ isPaused: boolean }>(), output: typeOnly<null>() },
} as const satisfies CallMap

export type MapCalls = TypesOf<typeof mapCalls>
export type MapHandlers = CallHandlers<MapCalls>
