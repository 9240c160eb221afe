import * as messages from '../../../shared/messages/en/editor.ts'
import type { Point } from '../../../shared/util/geometry.ts'
import type { CombineMode } from '../document/raster.ts'
import { polygonSource } from '../raster/shapes/polygon-source.ts'
import { modeAtPress } from './press-keys.ts'
import { stay, type Step, type Effect, type PointerSample, type Scene, type Tool } from './tool.ts'
import { refuseCoverage } from './targets.ts'
import { screenToImage } from './travel.ts'

export interface LassoState {
  readonly contour: { readonly points: readonly Point[]; readonly mode: CombineMode } | null
}

/** Minimum distance between contour points on screen, CSS pixels: closer ones are invisible. */
const leastGapCssPx = 0.75

const idle: LassoState = { contour: null }
const hidePreview: Effect = { type: 'preview', shape: null }

/** Draws a freehand contour, closed on release. */
export const lassoTool: Tool<LassoState> = {
  id: 'lasso',
  idle,
  isBusy: (state) => state.contour !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down': {
        const refused = refuseCoverage(scene)
        if (refused !== null) return { state, effects: [refused] }
        return draw({ contour: { points: [event.sample.at], mode: modeAtPress(event.keys, scene) } }, [], scene)
      }
      case 'move':
        return state.contour === null ? stay(state) : draw(state, event.samples, scene)
      case 'up':
        return state.contour === null ? stay(state) : close(draw(state, [event.sample], scene).state, scene)
      case 'unpress':
      case 'cancel':
        return state.contour === null ? stay(state) : { state: idle, effects: [hidePreview] }
      case 'double':
      case 'confirm':
      case 'back':
      case 'nudge':
        return stay(state)
    }
  },
}

function draw({ contour }: LassoState, samples: readonly PointerSample[], scene: Scene): Step<LassoState> {
  if (contour === null) return stay(idle)
  const gap = screenToImage(leastGapCssPx, scene)
  const points = [...contour.points]
  for (const { at } of samples) {
    const last = points.at(-1)
    if (last === undefined || Math.hypot(at.x - last.x, at.y - last.y) >= gap) points.push(at)
  }
  const shape = { type: 'path', points, isClosed: false } as const
  return { state: { contour: { ...contour, points } }, effects: [{ type: 'preview', shape }] }
}

function close({ contour }: LassoState, { options }: Scene): Step<LassoState> {
  if (contour === null || contour.points.length < 3) return { state: idle, effects: [hidePreview] }
  const { points, mode } = contour
  const source = polygonSource(points, options.isAntialiased)
  const outline = { type: 'path', points, isClosed: true } as const
  return { state: idle, effects: [hidePreview, { type: 'combine', label: messages.lasso, source, mode, outline }] }
}
