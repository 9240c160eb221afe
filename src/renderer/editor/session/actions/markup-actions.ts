import { coverMarkRegions, markRegionBounds } from '../../../../shared/domain/mark-regions.ts'
import type { Mark, MarkColor, MarkShape } from '../../../../shared/domain/markup.ts'
import * as messages from '../../../../shared/messages/en/markup.ts'
import { intersectRects, isEmptyRect, type Rect } from '../../../../shared/util/geometry.ts'
import { changeMarkup } from '../../document/commands.ts'
import type { Gesture } from '../../document/history.ts'
import type { Markup } from '../../document/model.ts'
import type { CoverageSource } from '../../document/raster.ts'
import { withKeyboardPointer } from '../../tools/keyboard-pointer.ts'
import { markupTool } from '../../tools/markup-tool.ts'
import { toSlot, type ToolSlot } from '../../tools/tool-host.ts'
import type { MarkupChange } from '../../tools/tool.ts'
import type { MaskActions } from './mask-actions.ts'
import type { SessionCore } from '../session-core.ts'

export function markupSlot(): ToolSlot {
  return toSlot(withKeyboardPointer(markupTool, { enter: 'stroke', message: messages.markupKeys }))
}

/** The marks over the image: each change is one step. */
export class MarkupActions {
  readonly #core: SessionCore
  readonly #masks: MaskActions
  #gesture: Gesture | null = null
  /** Selected before the drag. */
  #selectedBefore: string | null = null

  constructor(core: SessionCore, masks: MaskActions) {
    this.#core = core
    this.#masks = masks
  }

  /** Whether a drag is in progress. */
  get isOpen(): boolean {
    return this.#gesture !== null
  }

  run(change: MarkupChange): void {
    switch (change.type) {
      case 'show':
        return this.#show(change.marks, change.selectedId)
      case 'commit':
        return this.#commit(change.label, change.isNew)
      case 'abandon':
        return this.abandon()
      case 'select':
        return this.select(change.id)
      case 'remove':
        return this.remove(change.id)
    }
  }

  abandon(): void {
    if (this.#gesture === null) return
    this.#end()
    this.#core.store.setState({ markup: this.#core.doc.markup })
    this.select(this.#selectedBefore)
    // A save in between may have written the intermediate state.
    this.#core.changed()
  }

  select(selectedId: string | null): void {
    this.#changeTool({ selectedId, addedId: null })
  }

  chooseShape(shape: MarkShape): void {
    this.#changeTool({ shape })
  }

  /** Of the next marks, and of the selected one. */
  chooseColor(color: MarkColor): void {
    this.#changeTool({ color })
    const { selectedId } = this.#core.store.getState().markupTool
    if (selectedId !== null) this.#replace(selectedId, { color }, messages.markColor)
  }

  /** Consecutive changes of one text are one step. */
  changeText(id: string, text: string): void {
    this.#replace(id, { text }, messages.editMark)
  }

  remove(id: string): void {
    const { markup } = this.#core.doc
    const marks = markup.marks.filter((mark) => mark.id !== id)
    if (marks.length === markup.marks.length) return
    this.#core.do(changeMarkup(messages.deleteMark, { ...markup, marks }))
    this.select(null)
  }

  clear(): void {
    const { markup } = this.#core.doc
    if (markup.marks.length === 0) return
    this.#core.do(changeMarkup(messages.deleteMarks, { ...markup, marks: [] }))
    this.select(null)
  }

  show(isVisible: boolean): void {
    const { markup } = this.#core.doc
    if (markup.isVisible === isVisible) return
    this.#core.do(changeMarkup(isVisible ? messages.showMarkup : messages.hideMarkup, { ...markup, isVisible }))
  }

  /** Replaces all marks, such as by those of an image that is made again. */
  restore(marks: readonly Mark[]): void {
    this.#core.do(changeMarkup(messages.restoreMarkup, { marks, isVisible: true }))
    this.select(null)
  }

  /** Replaces the mask by everything that the marks touch, with a margin. */
  toMask(): void {
    const { size, markup } = this.#core.settle()
    const bounds = markRegionBounds(markup.marks, size)
    if (bounds === null) return
    const coverage = coverMarkRegions(markup.marks, size, bounds)
    this.#masks.combine(messages.maskFromMarks, coverageSource(bounds, coverage), 'replace')
    this.#core.say(messages.maskMade({ count: markup.marks.length }))
  }

  #replace(id: string, change: Partial<Pick<Mark, 'text' | 'color'>>, label: string): void {
    const { markup } = this.#core.doc
    const marks = markup.marks.map((mark) => (mark.id === id ? { ...mark, ...change } : mark))
    const command = changeMarkup(label, { ...markup, marks })
    if (change.text === undefined) this.#core.do(command)
    else this.#core.slide(`${label} ${id}`, command)
  }

  #show(marks: readonly Mark[], selectedId: string): void {
    if (this.#gesture === null) {
      this.#core.prepareForStroke()
      this.#selectedBefore = this.#core.store.getState().markupTool.selectedId
      // A result that is looked at makes way for the image.
      this.#core.store.setState({ isPainting: true })
      this.#gesture = this.#core.history.begin(messages.addMark)
    }
    const markup: Markup = { marks, isVisible: true }
    this.#gesture.show({ ...this.#core.doc, markup })
    this.#core.store.setState({ markup })
    this.#changeTool({ selectedId })
  }

  #commit(label: string, isNew: boolean): void {
    if (this.#gesture === null) return
    const { markup } = this.#core.history.doc
    this.#end()
    this.#core.do(changeMarkup(label, markup))
    const { selectedId } = this.#core.store.getState().markupTool
    if (!isNew) return
    this.#changeTool({ addedId: selectedId })
    this.#core.say(messages.markAdded({ number: markup.marks.length }))
  }

  #end(): void {
    this.#gesture?.abandon()
    this.#gesture = null
    this.#core.store.setState({ isPainting: false })
  }

  #changeTool(change: Partial<ReturnType<SessionCore['store']['getState']>['markupTool']>): void {
    this.#core.store.setState(({ markupTool: tool }) => ({ markupTool: { ...tool, ...change } }))
  }
}

/** Coverage of `bounds`, row by row. */
function coverageSource(bounds: Rect, coverage: Uint8Array): CoverageSource {
  return {
    bounds,
    read: (part) => {
      const shared = intersectRects(part, bounds)
      if (isEmptyRect(shared)) return 'none'
      const pixels = new Uint8Array(part.widthPx * part.heightPx)
      for (let y = shared.y; y < shared.y + shared.heightPx; y++) {
        const from = (y - bounds.y) * bounds.widthPx + shared.x - bounds.x
        pixels.set(coverage.subarray(from, from + shared.widthPx), (y - part.y) * part.widthPx + shared.x - part.x)
      }
      return pixels
    },
  }
}
