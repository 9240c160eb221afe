import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'
import './completion-list.css'
import type { Completion } from './use-completion.ts'

interface CompletionListProps<T extends string> {
  readonly completion: Pick<Completion<T>, 'id' | 'options' | 'isOpen' | 'active' | 'accept' | 'point'>
  readonly label: string
  /** The field it is attached to. */
  readonly field: RefObject<HTMLElement | null>
  /** What it is below, within the field; by default the whole field. */
  readonly placeOf?: ((field: HTMLElement) => DOMRect) | undefined
  /** Above the options. */
  readonly head?: ReactNode
  readonly renderOption?: (option: T) => ReactNode
}

const marginPx = 8
const gapPx = 4
const leastWidthPx = 220

const wholeOf = (field: HTMLElement) => field.getBoundingClientRect()

/** In the top layer, so that an ancestor that clips the field does not clip the list. */
export function CompletionList<T extends string>(props: CompletionListProps<T>) {
  const { completion, label, field, placeOf = wholeOf, head, renderOption } = props
  const { id, options, isOpen, active } = completion
  const panel = useRef<HTMLDivElement>(null)
  const isShown = isOpen || Boolean(head)
  useLayoutEffect(() => {
    const [element, attached] = [panel.current, field.current]
    if (element === null || attached === null) return
    const anchor = placeOf(attached)
    if (!element.matches(':popover-open')) element.showPopover()
    const widthPx = Math.max(anchor.width, leastWidthPx)
    element.style.width = `${widthPx}px`
    element.style.left = `${Math.max(marginPx, Math.min(anchor.left, window.innerWidth - widthPx - marginPx))}px`
    element.style.top = `${anchor.bottom + gapPx}px`
    element.style.maxHeight = `${Math.min(320, window.innerHeight - anchor.bottom - gapPx - marginPx)}px`
  })
  useLayoutEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  if (!isShown) return null
  return (
    // A press must not take the focus from the field.
    <div ref={panel} popover="manual" className="completion" onPointerDown={(event) => event.preventDefault()}>
      {head}
      {isOpen && (
        <ul id={id} role="listbox" aria-label={label}>
          {options.map((option, at) => (
            <li
              key={option}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === active}
              onPointerMove={() => at !== active && completion.point(at)}
              onClick={() => completion.accept(option)}
            >
              {renderOption?.(option) ?? option}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
