import { Circle, MoveUpRight, Pencil, RectangleHorizontal, Tag, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { markTints } from '../../../../../shared/domain/mark-figures.ts'
import { markColors, markShapes, type MarkColor, type MarkShape } from '../../../../../shared/domain/markup.ts'
import * as messages from '../../../../../shared/messages/en/markup.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { PillChoice } from '../../../../ui/fields/pill-choice.tsx'
import { TipLabel } from '../../../../ui/menus/tip-label.tsx'
import { useMarkupActions } from './use-markup-actions.ts'
import { markShapeNames } from './mark-shape-names.ts'
import './markup-panel.css'

const icons: Readonly<Record<MarkShape, LucideIcon>> = {
  arrow: MoveUpRight,
  box: RectangleHorizontal,
  ellipse: Circle,
  scribble: Pencil,
  note: Tag,
}

const colorNames: Readonly<Record<MarkColor, string>> = {
  red: messages.red,
  yellow: messages.yellow,
  green: messages.green,
  blue: messages.blue,
  magenta: messages.magenta,
}

/** Form and color of the next mark; the color is also that of the selected one. */
export function MarkupOptions({ session }: { readonly session: CanvasSession }): ReactNode {
  const { shape, color } = useStore(session.store, (state) => state.markupTool)
  const act = useMarkupActions(session)
  return (
    <>
      <PillChoice
        label={messages.shape}
        options={markShapes.map((value) => {
          const Icon = icons[value]
          return { value, label: markShapeNames[value], icon: <Icon size={13} aria-hidden="true" /> }
        })}
        value={shape}
        onChange={(next) => act((markup) => markup.chooseShape(next))}
      />
      <fieldset className="mark-colors">
        <legend>{messages.color}</legend>
        {markColors.map((each) => (
          <TipLabel key={each} text={colorNames[each]} side="top" style={{ background: markTints[each].color }}>
            <input
              type="radio"
              name="mark-color"
              aria-label={colorNames[each]}
              checked={each === color}
              onChange={() => act((markup) => markup.chooseColor(each))}
            />
          </TipLabel>
        ))}
      </fieldset>
      <p className="tool-options-hint">{messages.toolHint}</p>
    </>
  )
}
