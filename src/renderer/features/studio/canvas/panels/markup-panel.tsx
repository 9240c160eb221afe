import { Eye, EyeOff, SquareDashed, Trash2, X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { markTints } from '../../../../../shared/domain/mark-figures.ts'
import { markTarget, percentOf, thirdOf } from '../../../../../shared/domain/mark-regions.ts'
import { markTextMax, type Mark } from '../../../../../shared/domain/markup.ts'
import * as messages from '../../../../../shared/messages/en/markup.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { markSpace } from '../../../../editor/tools/mark-hits.ts'
import { classNames } from '../../../../lib/class-names.ts'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import { TextArea } from '../../../../ui/fields/text-area.tsx'
import './markup-panel.css'
import { useMarkupActions } from './use-markup-actions.ts'
import { markShapeNames } from './mark-shape-names.ts'

interface MarkupPanelProps {
  readonly session: CanvasSession
}

/** The marks over the image by number, with what each asks for. */
export function MarkupPanel({ session }: MarkupPanelProps): ReactNode {
  const { marks, isVisible } = useStore(session.store, (state) => state.markup)
  return (
    <PanelSection title={messages.marks} aside={marks.length > 0 && <MarkupButtons session={session} />}>
      {marks.length === 0 && <p className="tool-options-hint">{messages.markupEmpty}</p>}
      {marks.length > 0 && !isVisible && <p className="tool-options-hint">{messages.hiddenHint}</p>}
      <ol className="mark-list">
        {marks.map((mark, at) => (
          <MarkRow key={mark.id} session={session} mark={mark} number={at + 1} />
        ))}
      </ol>
    </PanelSection>
  )
}

function MarkupButtons({ session }: MarkupPanelProps): ReactNode {
  const isVisible = useStore(session.store, (state) => state.markup.isVisible)
  const act = useMarkupActions(session)
  return (
    <span className="surface-list-tools">
      <IconButton
        label={isVisible ? messages.hideMarkup : messages.showMarkup}
        command="markup.show"
        size="small"
        onClick={() => act((markup) => markup.show(!isVisible))}
      >
        {isVisible ? <Eye size={14} aria-hidden="true" /> : <EyeOff size={14} aria-hidden="true" />}
      </IconButton>
      <IconButton
        label={messages.maskFromMarks}
        command="markup.mask"
        size="small"
        onClick={() => act((markup) => markup.toMask())}
      >
        <SquareDashed size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.deleteMarks}
        command="markup.clear"
        size="small"
        onClick={() => act((markup) => markup.clear())}
      >
        <Trash2 size={14} aria-hidden="true" />
      </IconButton>
    </span>
  )
}

interface MarkRowProps extends MarkupPanelProps {
  readonly mark: Mark
  readonly number: number
}

function MarkRow({ session, mark, number }: MarkRowProps): ReactNode {
  const isSelected = useStore(session.store, (state) => state.markupTool.selectedId === mark.id)
  const isAdded = useStore(session.store, (state) => state.markupTool.addedId === mark.id)
  const act = useMarkupActions(session)
  const text = useRef<HTMLTextAreaElement>(null)
  // Whoever has drawn a mark writes next.
  useEffect(() => {
    if (isAdded) text.current?.focus()
  }, [isAdded])
  const { color, contrast } = markTints[mark.color]
  const select = () => {
    session.tools.choose('markup')
    act((markup) => markup.select(mark.id))
  }
  return (
    <li className={classNames('mark-row', isSelected && 'mark-row-selected')}>
      <header>
        <button
          type="button"
          className="mark-number"
          style={{ background: color, color: contrast }}
          aria-label={messages.selectNumber({ number })}
          aria-pressed={isSelected}
          onClick={select}
        >
          {number}
        </button>
        <MarkPlace session={session} mark={mark} />
        <IconButton
          label={messages.deleteNumber({ number })}
          size="small"
          onClick={() => act((markup) => markup.remove(mark.id))}
        >
          <X size={13} aria-hidden="true" />
        </IconButton>
      </header>
      <TextArea
        label={messages.markText({ number })}
        isLabelHidden
        rows={1}
        maxLength={markTextMax}
        placeholder={messages.textPlaceholder}
        value={mark.text}
        ref={text}
        onChange={(event) => {
          const { value } = event.target
          act((markup) => markup.changeText(mark.id, value))
        }}
      />
    </li>
  )
}

const places = [
  [messages.upperLeft, messages.upperCenter, messages.upperRight],
  [messages.middleLeft, messages.center, messages.middleRight],
  [messages.lowerLeft, messages.lowerCenter, messages.lowerRight],
] as const

function MarkPlace({ session, mark }: MarkupPanelProps & { readonly mark: Mark }): ReactNode {
  const size = useStore(session.store, (state) => state.size)
  const frame = useStore(session.store, (state) => state.frame)
  const space = markSpace({ size, frame })
  const target = markTarget(mark)
  const { column, row } = thirdOf(target, space)
  const facts = { shape: markShapeNames[mark.shape], place: places[row]?.[column] ?? '' }
  return <span className="mark-place">{messages.markPlace({ ...facts, ...percentOf(target, space) })}</span>
}
