import type { Mark } from '../../../../../shared/domain/markup.ts'
import * as messages from '../../../../../shared/messages/en/markup.ts'

export const markShapeNames: Readonly<Record<Mark['shape'], string>> = {
  arrow: messages.arrow,
  box: messages.box,
  ellipse: messages.ellipse,
  scribble: messages.scribble,
  note: messages.note,
}
