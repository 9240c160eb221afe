import { AppError } from '../../../shared/errors/index.ts'
import { openThreadChannel } from '../../platform/pure/parent-channel.ts'
import { serveCalls } from '../../platform/pure/serve-calls.ts'
import { createPacer } from './create-pacer.ts'
import { layOutPoints } from './lay-out-points.ts'
import { mapCalls, type MapCalls, type MapHandlers } from './map-calls.ts'
import { placeNewcomers } from './place-newcomers.ts'
import { findPrincipalAxes, project, type PrincipalAxes } from './principal-axes.ts'
import type { Points, Steps } from './steps.ts'

/** Enough to tell images apart; fewer are faster to compare. */
const axesMax = 32
const seed = 7_919

const pacer = createPacer()
let axes: PrincipalAxes | null = null
const projected: Float32Array[] = []

const handlers: MapHandlers = {
  async learn({ vectors, dimensions }, { signal }) {
    const values = toUnitLength(vectors, dimensions)
    const sample: Points = { count: values.length / dimensions, dimensions, values }
    axes = await pacer.run(findPrincipalAxes(sample, axesMax, seed), { signal })
    return null
  },
  async add({ vectors }, { signal }) {
    if (axes === null) throw new AppError('internal/bug', 'Vectors were added to a map before it learned from any.')
    projected.push(await pacer.run(projectAll(axes, vectors), { signal }))
    return null
  },
  layOut: ({ positions }, context) => pacer.run(layOutPoints(joinPoints(), positions), context),
  async place({ positions }, context) {
    await pacer.run(placeNewcomers(joinPoints(), positions), context)
    return positions
  },
  async setPaused({ isPaused }) {
    pacer.setPaused(isPaused)
    return null
  },
}

function* projectAll(learned: PrincipalAxes, vectors: Int8Array): Steps<Float32Array> {
  const dimensions = learned.mean.length
  const values = toUnitLength(vectors, dimensions)
  const count = values.length / dimensions
  const target = new Float32Array(count * learned.count)
  for (let at = 0; at < count; at++) {
    project(learned, values, at * dimensions, target, at * learned.count)
    if (at % 64 === 0) yield at / count
  }
  return target
}

function toUnitLength(vectors: Int8Array, dimensions: number): Float32Array<ArrayBuffer> {
  const values = Float32Array.from(vectors)
  for (let from = 0; from < values.length; from += dimensions) {
    let squares = 0
    for (let at = from; at < from + dimensions; at++) squares += values[at]! * values[at]!
    const scale = 1 / Math.sqrt(squares || 1)
    for (let at = from; at < from + dimensions; at++) values[at]! *= scale
  }
  return values
}

function joinPoints(): Points {
  const dimensions = axes?.count ?? 1
  const values = new Float32Array(projected.reduce((sum, part) => sum + part.length, 0))
  let to = 0
  for (const part of projected.splice(0)) {
    values.set(part, to)
    to += part.length
  }
  return { count: values.length / dimensions, dimensions, values }
}

serveCalls<MapCalls>(openThreadChannel(), handlers, { calls: mapCalls, who: 'The map’s thread' })
