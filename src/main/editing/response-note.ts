import type { SentPart } from '../../shared/domain/edit.ts'
import * as messages from '../../shared/messages/en/jobs.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { distance, ratioOf } from './pixel-grid.ts'

/** Aspect ratios closer than this look the same. */
const sameShape = 0.01

/**
 * Returns a note for a response of another size than requested; null = no note. `asked`: the exact size, or null if the
 * model responds in the size of what is sent. `isNominal`: only the shape was requested.
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
