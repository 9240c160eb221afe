import { useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { stageNoteTexts } from './stage-note-texts.ts'

interface StageNotesProps {
  readonly session: CanvasSession
  readonly isCovered: boolean
}

/** What the hand must know and the picture alone does not show, and what has just happened. */
export function StageNotes({ session, isCovered }: StageNotesProps): ReactNode {
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
