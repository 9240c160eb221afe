import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { AppError } from '../../../shared/errors/index.ts'
import { selectActiveDocument, useServices } from '../../client/index.ts'
import type { CanvasFileActions } from '../../editor/session/actions/canvas-file-actions.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import type { CanvasState } from '../../editor/session/create-canvas-store.ts'
import type { CommandList } from '../../lib/command.ts'
import type { Blender } from './blend/create-blender.ts'
import type { CanvasInput } from './canvas/input/canvas-input.ts'
import type { StudioState, StudioStore } from './create-studio-store.ts'
import type { EditActions } from './edit-actions.ts'
import type { Planner } from './form/create-planner.ts'
import type { GenerateActions } from './form/generate-actions.ts'
import type { StudioActions } from './studio-actions.ts'

export interface StudioModel {
  readonly store: StudioStore
  readonly actions: StudioActions
  readonly edits: EditActions
  readonly blender: Blender
  readonly form: GenerateActions
  readonly planner: Planner
  /** Files and dialogs for the open image. */
  readonly fileActions: CanvasFileActions
  /** User preferences for keys, mouse and pen. */
  readonly input: CanvasInput
  /** All commands, for the menu of the canvas. */
  readonly commands: CommandList
  /** Called when the canvas shows an image with all the pixels the zoom needs. */
  readonly onImageSharp: (id: string) => void
  /** Called when the file of an image is missing or cannot be read. */
  readonly onImageFailure: () => void
}

interface StudioContextValue extends StudioModel {
  readonly canvas: CanvasSession | null
}

const StudioContext = createContext<StudioContextValue | null>(null)

export const StudioProvider = StudioContext.Provider

export function useStudio(): StudioContextValue {
  const value = useContext(StudioContext)
  if (value === null) throw new AppError('internal/bug', 'Used outside of the Studio.')
  return value
}

/** Name of the open image; empty if none is open. */
export function useDocumentName(): string {
  return useStore(useServices().documents.store, (state) => selectActiveDocument(state)?.name ?? '')
}

export function useStudioState<T>(select: (state: StudioState) => T): T {
  return useStore(useStudio().store, select)
}

export function useCanvasState<T>(canvas: CanvasSession, select: (state: CanvasState) => T): T {
  return useStore(canvas.store, select)
}
