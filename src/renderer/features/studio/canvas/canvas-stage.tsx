import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import type { CommandList } from '../../../lib/command.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import type { CanvasView } from '../../../editor/view/canvas-view.ts'
import type { PlacedImage, ShownResult } from '../../../editor/view/pictures/picture-stack.ts'
import { BoxHandles } from './box-handles.tsx'
import type { CanvasInput } from './canvas-input.ts'
import './canvas-stage.css'
import { ComparisonSlider } from './comparison-slider.tsx'
import { mountCanvas } from './mount-canvas.ts'
import { CanvasMenu } from './deferred-menu.ts'
import { Navigator } from './deferred-parts.ts'
import type { MenuRequest } from './menu-request.ts'
import { stageNoteTexts } from './stage-note-texts.ts'

export interface CanvasStageProps {
  readonly session: CanvasSession
  /** Accessible name, for example the picture's name. */
  readonly label: string
  /**
   * A picture shown over the base, as the one selected in the strip; null = only the base. `box`: what it covers of the
   * document, pixel by pixel; left out = all of it.
   */
  readonly result: { readonly id: AssetId; readonly box?: Rect | undefined } | null
  /** A coarse look at a running job, drawn stretched over `box`. */
  readonly preview: PlacedImage | null
  /** `slider`: the base left of a divider, the result right of it. */
  readonly comparison: 'off' | 'slider'
  /** Something else lies over all of it: neither seen nor used, also not by a screen reader. */
  readonly isCovered: boolean
  readonly isMac: boolean
  /** Keys, mouse and pen as the person has set them; left out: as Atelier has it. */
  readonly input?: CanvasInput | undefined
  /** Everything that can be done, for the menu. */
  readonly commands: CommandList
  readonly onPictureFailure: (id: string) => void
  /** The base is shown with all the pixels that the zoom asks for. */
  readonly onPictureSharp: (id: string) => void
}

/** The picture with its masks, fitted to the parent element. Undo and redo change the base through the session. */
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
    <div className="canvas-stage" data-tool={activeTool}>
      {/* The picture takes pointer painting; everything it does is also a command in the palette. */}
      <div
        ref={host}
        className="canvas-stage-view"
        role="img"
        aria-label={props.label}
        data-part={isCovered ? undefined : 'picture'}
        data-testid="canvas-view"
        inert={isCovered}
      />
      {!isCovered && (
        <>
          {!isOriginalHeld && !isLookedAt && <BoxHandles session={session} />}
          {isComparing && <ComparisonSlider session={session} view={view} isOriginalHeld={isOriginalHeld} />}
          {isNavigatorShown && <Navigator session={session} />}
        </>
      )}
      <StageNotes session={session} isCovered={isCovered} />
      {menu.request !== null && (
        <CanvasMenu session={session} commands={props.commands} at={menu.request.at} onClose={menu.close} />
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
  const { session, isMac, input, onPictureFailure, onPictureSharp } = props
  const [view, setView] = useState<CanvasView | null>(null)
  const report = useRef({ onPictureFailure, onPictureSharp, menu })
  useEffect(() => {
    report.current = { onPictureFailure, onPictureSharp, menu }
  }, [onPictureFailure, onPictureSharp, menu])
  useEffect(() => {
    if (host.current === null) return undefined
    const mounted = mountCanvas({
      host: host.current,
      session,
      isMac,
      input,
      onPictureFailure: (id) => report.current.onPictureFailure(id),
      onPictureSharp: (id) => report.current.onPictureSharp(id),
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

/** What the hand must know and the picture alone does not show, and what has just happened. */
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

/** Seen for a moment, and read by screen readers; the same words said again are shown and read again. */
function Announcement({ session }: { readonly session: CanvasSession }): ReactNode {
  const [said, setSaid] = useState({ text: '', count: 0 })
  useEffect(
    () =>
      session.store.subscribe(({ announcement }, before) => {
        if (announcement === null || announcement === before.announcement) return
        setSaid(({ count }) => ({ text: announcement.text, count: count + 1 }))
      }),
    [session],
  )
  return (
    <div className="canvas-stage-said" role="status">
      {said.text !== '' && (
        <span key={said.count} className="canvas-stage-note">
          {said.text}
        </span>
      )}
    </div>
  )
}
