import { pixelState, type FillLevel } from './fill-level.ts'

/** Centers of at most `limit` copyable patches, evenly picked in reading order. */
export function listSources(level: FillLevel, count: number, limit: number): Int32Array {
  const every = Math.max(1, Math.ceil(count / limit))
  const list = new Int32Array(Math.ceil(count / every))
  let seen = 0
  let filled = 0
  for (let at = 0; at < level.state.length && filled < list.length; at++) {
    if (!(level.state[at]! & pixelState.source)) continue
    if (seen % every === 0) list[filled++] = at
    seen++
  }
  return list.subarray(0, filled)
}
