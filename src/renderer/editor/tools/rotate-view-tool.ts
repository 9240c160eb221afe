import type { Point } from '../../../shared/util/geometry.ts'
import { stay } from './step.ts'
import type { Scene, Tool } from './tool.ts'

export interface RotateViewState {
  /** Where the hand was as an angle about the middle of the view; null = not dragging. */
  readonly fromDeg: number | null
  /** Turned by the hand and not yet by the view: with Shift it goes in steps. */
  readonly restDeg: number
}

const stepDeg = 15
const idle: RotateViewState = { fromDeg: null, restDeg: 0 }

/** Turns the view about its middle, never the picture. */
export const rotateViewTool: Tool<RotateViewState> = {
  id: 'rotate-view',
  idle,
  isBusy: (state) => state.fromDeg !== null,
  step: (state, event, scene) => {
    switch (event.on) {
      case 'down':
        return stay({ fromDeg: angleOf(event.sample.screen, scene), restDeg: 0 })
      case 'move': {
        const to = event.samples.at(-1)?.screen
        if (state.fromDeg === null || to === undefined) return stay(state)
        const toDeg = angleOf(to, scene)
        const turned = state.restDeg + shortestTurn(toDeg - state.fromDeg)
        const byDeg = event.keys.shift ? Math.trunc(turned / stepDeg) * stepDeg : turned
        const next = { fromDeg: toDeg, restDeg: turned - byDeg }
        return { state: next, effects: byDeg === 0 ? [] : [{ do: 'rotate-view', byDeg }] }
      }
      case 'up':
      case 'unpress':
      case 'cancel':
        return stay(idle)
      case 'nudge':
        return { state, effects: [{ do: 'rotate-view', byDeg: (event.byX || event.byY) * stepDeg }] }
      case 'double':
      case 'confirm':
      case 'back':
        return stay(state)
    }
  },
}

function angleOf({ x, y }: Point, { view }: Scene): number {
  return (Math.atan2(y - view.heightPx / 2, x - view.widthPx / 2) * 180) / Math.PI
}

function shortestTurn(deg: number): number {
  return ((((deg + 180) % 360) + 360) % 360) - 180
}
