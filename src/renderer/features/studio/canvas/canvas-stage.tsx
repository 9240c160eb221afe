import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { CommandList } from '../../../lib/command.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { loadOverlayNodes, type CanvasView } from '../../../editor/view/canvas-view.ts'
import type { PlacedImage, ShownResult } from '../../../editor/view/images/image-stack.ts'
import { deferred } from '../../../ui/deferred.tsx'
import { BoxHandles } from './box-handles.tsx'
import type { CanvasInput } from './input/canvas-input.ts'
import './canvas-stage.css'
import { mountCanvas } from './mount-canvas.ts'
import type { MenuRequest } from './menu-request.ts'
import { stageNoteTexts } from './stage-note-texts.ts'

const contextMenu = deferred(() => import('./canvas-menu.tsx').then((part) => part.CanvasMenu))
const navigator = deferred(() => import('./navigator.tsx').then((part) => part.Navigator))
const slider = deferred(() => import('./comparison-slider.tsx').then((part) => part.ComparisonSlider))
const found = deferred(() => import('./found-boxes.tsx').then((part) => part.FoundBoxes))
/** Only screen readers get it. */
const masked = deferred(() => import('./masked-area.tsx').then((part) => part.MaskedArea))

/** Call when idle: the start shows none of them. */
export async function loadStageParts(): Promise<void> {
  for (const part of [contextMenu, found, slider, navigator]) await part.load()
  await loadOverlayNodes()
}

export interface CanvasStageProps {
  readonly session: CanvasSession
  /** Accessible name, for example the image's name. */
  readonly label: string
  /**
   * An image shown over the base, such as the one selected in the strip; null = only the base. `box`: the part of the
   * document it covers, pixel by pixel; omitted = all of it.
   */
  readonly result: { readonly id: AssetId; readonly box?: Rect | undefined } | null
  /** A low-resolution preview of a running job, stretched over `box`. */
  readonly preview: PlacedImage | null
  /** `slider`: the base left of a divider, the result right of it. */
  readonly comparison: 'off' | 'slider'
  /** Something else covers all of it: neither visible nor usable, for screen readers either. */
  readonly isCovered: boolean
  readonly isMac: boolean
  /** User preferences for keys, mouse and pen; omitted = defaults. */
  readonly input?: CanvasInput | undefined
  /** All commands, for the menu. */
  readonly commands: CommandList
  readonly onImageFailure: (id: string) => void
  /** Called when the base is shown with all the pixels the zoom needs. */
  readonly onImageSharp: (id: string) => void
}

/** The image with its masks, fitted to the parent element. Undo and redo change the base through the session. */
export function CanvasStage(props: CanvasStageProps): ReactNode {
  const { session, preview, comparison, isCovered } = props
  const host = useRef<HTMLDivElement>(null)
  const menu = useMenu(host)
  const view = useCanvasView(host, props, menu)
  const activeTool = useStore(session.store, (state) => state.activeTool)
  const isOriginalHeld = useStore(session.store, (state) => state.isOriginalHeld)
  const isNavigatorShown = useStore(session.store, (state) => state.isNavigatorShown)
  const result = useShownResult(props)
  const isComparing = comparison === 'slider' && result !== null
  const isLookedAt = result !== null || preview !== null

  useEffect(() => view?.setResult(result), [view, result])
  useEffect(() => view?.setPreview(preview), [view, preview])

  return (
    <div className="canvas-stage" dir="ltr" data-tool={activeTool}>
      {/* The image handles pointer painting; everything it does is also a command in the palette. */}
      <div
        ref={host}
        className="canvas-stage-view"
        role="img"
        aria-label={props.label}
        data-part={isCovered ? undefined : 'image'}
        data-testid="canvas-view"
        inert={isCovered}
      />
      {!isCovered && (
        <>
          {!isOriginalHeld && !isLookedAt && <BoxHandles session={session} />}
          {activeTool === 'object' && !isOriginalHeld && !isLookedAt && <found.Part session={session} />}
          {isComparing && <slider.Part session={session} view={view} isOriginalHeld={isOriginalHeld} />}
          {isNavigatorShown && <navigator.Part session={session} />}
        </>
      )}
      <StageNotes session={session} isCovered={isCovered} />
      <masked.Part session={session} />
      {menu.request !== null && (
        <contextMenu.Part session={session} commands={props.commands} at={menu.request.at} onClose={menu.close} />
      )}
    </div>
  )
}

interface StageMenu {
  readonly request: MenuRequest | null
  readonly isOpen: () => boolean
  readonly open: (request: MenuRequest) => void
  readonly close: () => void
}

function useMenu(host: RefObject<HTMLElement | null>): StageMenu {
  const [request, setRequest] = useState<MenuRequest | null>(null)
  const latest = useRef<MenuRequest | null>(null)
  return useMemo(() => {
    const show = (next: MenuRequest | null) => {
      latest.current = next
      setRequest(next)
    }
    return {
      request,
      isOpen: () => latest.current !== null,
      open: show,
      close: () => {
        if (latest.current?.hadFocus) host.current?.focus()
        show(null)
      },
    }
  }, [host, request])
}

function useShownResult({ session, result }: CanvasStageProps): ShownResult | null {
  const baseId = useStore(session.store, (state) => state.baseId)
  const size = useStore(session.store, (state) => state.size)
  const id = result === null || result.id === baseId ? null : result.id
  const box = result?.box
  return useMemo(() => (id === null ? null : { id, box: box ?? { x: 0, y: 0, ...size } }), [id, box, size])
}

function useCanvasView(
  host: RefObject<HTMLDivElement | null>,
  props: CanvasStageProps,
  menu: StageMenu,
): CanvasView | null {
  const { session, isMac, input, onImageFailure, onImageSharp } = props
  const [view, setView] = useState<CanvasView | null>(null)
  const report = useRef({ onImageFailure, onImageSharp, menu })
  useEffect(() => {
    report.current = { onImageFailure, onImageSharp, menu }
  }, [onImageFailure, onImageSharp, menu])
  useEffect(() => {
    if (host.current === null) return undefined
    const mounted = mountCanvas({
      host: host.current,
      session,
      isMac,
      input,
      onImageFailure: (id) => report.current.onImageFailure(id),
      onImageSharp: (id) => report.current.onImageSharp(id),
      onMenu: (request) => report.current.menu.open(request),
      isMenuOpen: () => report.current.menu.isOpen(),
    })
    setView(mounted.view)
    return () => {
      setView(null)
      mounted.unmount()
    }
  }, [host, session, isMac, input])
  return view
}

interface StageNotesProps {
  readonly session: CanvasSession
  readonly isCovered: boolean
}

/** Information the user needs that the image alone does not show, and recent events. */
function StageNotes({ session, isCovered }: StageNotesProps): ReactNode {
  const notes = useStore(session.store, useShallow(stageNoteTexts))
  const isSampling = useStore(session.store, (state) => state.targetKind === 'sampling')
  return (
    <div className="canvas-stage-top">
      <div className="canvas-stage-notes" aria-live="polite">
        {!isCovered &&
          notes.map((note, index) => (
            <span key={note} className="canvas-stage-note">
              {isSampling && index === 0 && <span className="canvas-stage-swatch" aria-hidden="true" />}
              {note}
            </span>
          ))}
      </div>
      <Announcement session={session} />
    </div>
  )
}

/** Visible for a moment, and read by screen readers; repeating the same text shows and reads it again. */
function Announcement({ session }: { readonly session: CanvasSession }): ReactNode {
  const [announced, setAnnounced] = useState({ text: '', count: 0 })
  useEffect(
    () =>
      session.store.subscribe(({ announcement }, previous) => {
        if (announcement === null || announcement === previous.announcement) return
        setAnnounced(({ count }) => ({ text: announcement.text, count: count + 1 }))
      }),
    [session],
  )
  return (
    <div className="canvas-stage-said" role="status">
      {announced.text !== '' && (
        <span key={announced.count} className="canvas-stage-note">
          {announced.text}
        </span>
      )}
    </div>
  )
}
