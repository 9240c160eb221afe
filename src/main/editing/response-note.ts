import type { SentPart } from '../../shared/domain/edit.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { distance, ratioOf } from './pixel-grid.ts'

/** Shapes nearer than this look the same. */
const sameShape = 0.01

/**
 * What is to be said of an answer of another size than was asked for; null = nothing. `asked`: exactly that, or null
 * where the model answers in the size of what is sent. `isNominal`: only the shape was asked for.
 */
export function responseNote(
  label: string,
  answer: Size,
  { sent, asked, isNominal }: { readonly sent: SentPart; readonly asked: Size | null; readonly isNominal: boolean },
): string | null {
  const wanted = asked ?? sent.frame
  const came = `${label} answered ${answer.widthPx} × ${answer.heightPx} instead of ${wanted.widthPx} × ${wanted.heightPx}`
  if (distance(ratioOf(answer), ratioOf(sent.frame)) > sameShape) {
    return `${came}, which is another shape: it is stretched over the part that was sent, or laid over it uncut where that fits better.`
  }
  const isSame = answer.widthPx === wanted.widthPx && answer.heightPx === wanted.heightPx
  return isSame || isNominal ? null : `${came}: it is scaled to the part that was sent.`
}
