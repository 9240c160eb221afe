import { arrowInReadingOrder } from '../../lib/reading-order.ts'
import { ChevronDown, Eye, EyeOff, PanelLeft, PanelRight, X } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import { useStore } from 'zustand'
import type { CanvasDocument } from '../../../shared/domain/canvas-document.ts'
import * as messages from '../../../shared/messages/en/studio.ts'
import { useActiveDocument, useServices, useSettings } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { formatPercent, formatSize } from '../../lib/format.ts'
import { scrollSideways } from '../../lib/scroll-sideways.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { MenuButton } from '../../ui/menus/menu-button.tsx'
import './document-tabs.css'
import { useCanvasState, useStudio } from './studio-context.ts'
import { useFolded } from './use-folded.ts'

export function DocumentTabs() {
  const { documents } = useStore(useServices().documents.store)
  const active = useActiveDocument()
  const { canvas } = useStudio()
  const list = useRef<HTMLDivElement>(null)
  // A longer name, such as that of a kept result, moves its close button.
  useActiveInView(list, active && `${active.id} ${active.name}`)
  return (
    <div className="tabs-bar">
      <FoldButton panel="task" />
      <div ref={list} className="tabs" onWheel={scrollSideways}>
        {/* Owns only the tabs: a tablist may contain no other buttons. */}
        {documents !== null && documents.length > 0 && (
          <div
            role="tablist"
            aria-label={messages.openDocuments}
            aria-owns={documents.map(({ id }) => tabId(id)).join(' ')}
          />
        )}
        {documents?.map((document) => (
          <DocumentTab key={document.id} document={document} isActive={document.id === active?.id} />
        ))}
      </div>
      {documents !== null && documents.length >= listedFrom && <DocumentList documents={documents} />}
      {canvas && <ViewFacts canvas={canvas} />}
      {canvas && <FoldButton panel="options" />}
    </div>
  )
}

/** This many tabs may not all fit. */
const listedFrom = 5

function DocumentList({ documents: listed }: { readonly documents: readonly CanvasDocument[] }) {
  const { documents, intents } = useServices()
  const report = (error: unknown) => intents.send({ type: 'report', error })
  // Numbered, because two may have the same name.
  const entries = listed.map(({ id, name }, index) => ({
    label: `${index + 1} · ${name}`,
    run: () => void documents.activate(id).catch(report),
  }))
  return (
    <MenuButton label={messages.allDocuments} groups={[entries]}>
      <ChevronDown size={15} aria-hidden="true" />
    </MenuButton>
  )
}

const foldLabels = {
  task: { expand: messages.expandTaskPanel, collapse: messages.collapseTaskPanel },
  options: { expand: messages.expandToolOptions, collapse: messages.collapseToolOptions },
} as const

/** Collapses the panel next to the canvas to icons, or expands it. */
function FoldButton({ panel }: { readonly panel: keyof typeof foldLabels }) {
  const [isFolded, fold] = useFolded(panel)
  const areHidden = useSettings((each) => each.arePanelsHidden)
  const Icon = panel === 'task' ? PanelLeft : PanelRight
  if (areHidden) return null
  return (
    <IconButton
      className="tabs-fold"
      label={foldLabels[panel][isFolded ? 'expand' : 'collapse']}
      onClick={() => fold(!isFolded)}
    >
      <Icon size={15} aria-hidden="true" />
    </IconButton>
  )
}

/** Also when the list itself becomes narrower, as it does once the image is open and its facts are shown next to it. */
function useActiveInView(list: RefObject<HTMLElement | null>, active: string | null | undefined): void {
  useEffect(() => {
    const element = list.current
    if (element === null || active === null || active === undefined) return undefined
    const observer = new ResizeObserver(() => {
      element.querySelector('[data-active=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [list, active])
}

const tabId = (id: string) => `tab-${id}`

interface DocumentTabProps {
  readonly document: CanvasDocument
  readonly isActive: boolean
}

function DocumentTab({ document, isActive }: DocumentTabProps) {
  const { documents, intents } = useServices()
  const report = (error: unknown) => intents.send({ type: 'report', error })
  const close = () => intents.send({ type: 'close-image', documentId: document.id })
  return (
    <div
      className="tab"
      data-active={isActive}
      onAuxClick={(event) => event.button === 1 && close()}
      onPointerDown={(event) => event.button === 1 && event.preventDefault()}
    >
      <button
        type="button"
        id={tabId(document.id)}
        role="tab"
        aria-selected={isActive}
        aria-label={document.name}
        title={document.name}
        tabIndex={isActive ? 0 : -1}
        onClick={() => void documents.activate(document.id).catch(report)}
        onKeyDown={walkTabs}
      >
        <span>{document.name.slice(0, -tailLength)}</span>
        <span>{document.name.slice(-tailLength)}</span>
      </button>
      <IconButton label={messages.closeName({ name: document.name })} size="small" onClick={close}>
        <X size={13} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** A name that is too long is shortened to its beginning and this many letters of its end, where versions differ. */
const tailLength = 9

/** Arrow keys navigate the tabs, as in every tablist. */
function walkTabs(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[arrowInReadingOrder(event.key)]
  const list = event.currentTarget.closest('.tabs')
  if (step === undefined || list === null) return
  event.preventDefault()
  event.stopPropagation()
  const tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')]
  const next = tabs[tabs.indexOf(event.currentTarget) + step]
  next?.focus()
  next?.click()
}

/** Device pixels per image pixel. */
const zooms = [0.25, 0.5, 1, 2, 4, 8]

function ZoomMenu({ canvas: { view }, zoom }: { readonly canvas: CanvasSession; readonly zoom: number }) {
  const groups = [
    [
      { label: messages.fitInWindow, command: 'view.fit', run: () => view.fit() },
      { label: messages.zoomToMask, command: 'view.to-mask', run: () => view.toMask() },
    ],
    zooms.map((each) => ({
      label: formatPercent(each),
      ...(each === 1 && { command: 'view.actual-size' }),
      run: () => view.zoomTo(each),
    })),
    [
      { label: messages.zoomIn, command: 'view.zoom-in', run: () => view.zoomStep(1) },
      { label: messages.zoomOut, command: 'view.zoom-out', run: () => view.zoomStep(-1) },
    ],
  ]
  return (
    <MenuButton label={messages.zoomLevel({ percent: formatPercent(zoom) })} look="text" groups={groups}>
      {formatPercent(zoom)}
    </MenuButton>
  )
}

function ViewFacts({ canvas }: { readonly canvas: CanvasSession }) {
  const zoom = useCanvasState(canvas, (state) => state.viewport.zoom)
  const size = useCanvasState(canvas, (state) => state.size)
  const isOverlayVisible = useCanvasState(canvas, (state) => state.overlay !== 'off')
  const isOriginalHeld = useCanvasState(canvas, (state) => state.isOriginalHeld)
  const saveState = useCanvasState(canvas, (state) => state.saveState)
  return (
    <div className="view-facts" data-save={saveState}>
      {saveState === 'failed' && (
        <span className="view-facts-failed" role="alert">
          {messages.notSaved}
        </span>
      )}
      <ZoomMenu canvas={canvas} zoom={zoom} />
      <span className="view-facts-size">
        <span className="visually-hidden">{messages.imageSize}</span>
        {formatSize(size)}
      </span>
      <button
        type="button"
        className="view-facts-toggle"
        aria-pressed={isOverlayVisible}
        onClick={() => canvas.view.toggleOverlay()}
      >
        {isOverlayVisible ? <Eye size={14} aria-hidden="true" /> : <EyeOff size={14} aria-hidden="true" />}
        <span>
          <span className="visually-hidden">{messages.maskOverlay}</span>
          <span aria-hidden="true">{messages.overlay}</span>
        </span>{' '}
        <Kbd command="view.toggle-overlay" />
      </button>
      <button
        type="button"
        className="view-facts-toggle"
        aria-pressed={isOriginalHeld}
        onPointerDown={() => canvas.view.holdOriginal(true)}
        onPointerUp={() => canvas.view.holdOriginal(false)}
        onPointerLeave={() => canvas.view.holdOriginal(false)}
      >
        <span>
          <span className="visually-hidden">{messages.holdForOriginal}</span>
          <span aria-hidden="true">{messages.original}</span>
        </span>{' '}
        <Kbd command="held.original" />
      </button>
    </div>
  )
}
