import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { Announcement } from '../../../ui/announcement.tsx'
import { maskedAreaText } from './masked-area-text.ts'

/** Tells screen readers what is masked: a selection by click, color or words does not say where it is. */
export function MaskedArea({ session }: { readonly session: CanvasSession }): ReactNode {
  const text = useStore(session.store, maskedAreaText)
  // A stroke with keys changes it with each press.
  return <Announcement text={text} restMs={1_000} />
}
