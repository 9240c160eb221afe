import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { DrawingWork } from '../../local-service/local-service.ts'
import type { PlannedCall } from '../core/adapter.ts'
import { hiresSize } from './plan-hires.ts'
import { drawingDevice } from './repeat-drawing.ts'

type Target = Pick<PlannedCall, 'card' | 'operation' | 'options' | 'steps' | 'strength' | 'n' | 'control'>

/** A ControlNet is a copy of the first half of its model, and runs in addition at each step. */
const controlCost = 1.4

/** Returns the work for all images, which are all sampled once more if there is a hires pass. */
export function workOf(asked: Target, base: Size, facts: EngineFacts | null): DrawingWork {
  const { card, operation, strength, n } = asked
  const steps = asked.steps ?? card.steps?.default ?? 20
  // Starting from an image runs only the last of its steps.
  const share = operation === 'generate' || card.strength === null ? 1 : (strength ?? card.strength.default ?? 1)
  const hires = hiresSize(asked, base)
  const first = {
    steps: Math.max(1, steps * share),
    megapixels: megapixelsOf(base) * (asked.control ? controlCost : 1),
  }
  const second = hires && { steps, megapixels: megapixelsOf(hires) }
  return {
    ...madeBy(asked, facts),
    passes: [first, ...(second === null ? [] : [second])].flatMap((pass) => Array.from({ length: n }, () => pass)),
    megapixels: megapixelsOf(hires ?? base) * n,
  }
}

/** An upscaler processes the image once, tile by tile. */
export function upscaleWorkOf(
  asked: Pick<Target, 'card'> & { readonly sourceFile?: Size | null },
  facts: EngineFacts | null,
): DrawingWork {
  const megapixels = asked.sourceFile ? megapixelsOf(asked.sourceFile) : 0
  return { ...madeBy(asked, facts), passes: [{ steps: 1, megapixels }], megapixels }
}

function madeBy({ card }: Pick<Target, 'card'>, facts: EngineFacts | null): Pick<DrawingWork, 'model' | 'device'> {
  return { model: card.id, device: facts && drawingDevice(facts) }
}

const megapixelsOf = ({ widthPx, heightPx }: Size): number => (widthPx * heightPx) / 1e6
