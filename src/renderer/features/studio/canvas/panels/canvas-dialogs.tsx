import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { deferred } from '../../../../ui/deferred.tsx'
import { loadStageParts } from '../canvas-stage.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { loadToolOptions } from './tool-options.tsx'

const rectangle = deferred(() => import('../rectangle-dialog.tsx').then((part) => part.RectangleDialog))
const refine = deferred(() => import('./refine-dialog.tsx').then((part) => part.RefineDialog))
const colorRange = deferred(() => import('./color-range-dialog.tsx').then((part) => part.ColorRangeDialog))
const importMask = deferred(() => import('./import-mask-dialog.tsx').then((part) => part.ImportMaskDialog))
const dialogs = {
  rectangle: rectangle.Part,
  refine: refine.Part,
  'color-range': colorRange.Part,
  'import-mask': importMask.Part,
}

/** The dialog open over the canvas, if any. */
export function CanvasDialogs({ session }: { readonly session: CanvasSession }): ReactNode {
  const dialog = useStore(session.store, (state) => state.dialog)
  if (dialog === null) return null
  const Chosen = dialogs[dialog]
  return <Chosen session={session} />
}

/** Call when idle. */
export async function loadCanvasDialogs(): Promise<void> {
  for (const part of [refine, rectangle, colorRange, importMask]) await part.load()
  await loadToolOptions()
  await loadStageParts()
}
