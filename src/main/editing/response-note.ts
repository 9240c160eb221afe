import type { SentPart } from '../../shared/domain/edit.ts'
import * as messages from '../../shared/messages/en/jobs.ts'
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
  const came = messages.returnedOtherSize({
    label,
    width: answer.widthPx,
    height: answer.heightPx,
    wantedWidth: wanted.widthPx,
    wantedHeight: wanted.heightPx,
  })
  if (distance(ratioOf(answer), ratioOf(sent.frame)) > sameShape) {
    return messages.returnedOtherAspectRatio({ came })
  }
  const isSame = answer.widthPx === wanted.widthPx && answer.heightPx === wanted.heightPx
  return isSame || isNominal ? null : messages.returnedAndScaled({ came })
}
