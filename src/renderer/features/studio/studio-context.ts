import { createContext, useContext, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import type { CanvasState } from '../../editor/session/create-canvas-store.ts'
import type { PreviewSource } from '../../lib/picture/load-preview.ts'
import type { Blender } from './blend/create-blender.ts'
import type { StudioState, StudioStore } from './create-studio-store.ts'
import type { EditActions } from './edit-actions.ts'
import type { Planner } from './form/create-planner.ts'
import type { MakeActions } from './form/make-actions.ts'
import type { StudioActions } from './studio-actions.ts'

export interface PlacedPicture extends PreviewSource {
  /** In pixels of the open picture. */
  readonly box: Rect
}

/** What the stage should show. */
export interface StageView {
  readonly canvas: CanvasSession
  /** Over the base, where it lies in the picture's pixels; null = the base with the mask. */
  readonly result: { readonly id: AssetId; readonly box: Rect } | null
  /** A coarse look at a running job, or at a blend, lying at `box`. */
  readonly preview: PlacedPicture | null
  /** Where and how much the result differs from what it was made of, over everything else. */
  readonly heat: PlacedPicture | null
  /** With the base left of a line that can be dragged. */
  readonly isComparing: boolean
  /** Something else lies over all of it. */
  readonly isCovered: boolean
}

export interface StudioModel {
  readonly store: StudioStore
  readonly actions: StudioActions
  readonly edits: EditActions
  readonly blender: Blender
  readonly make: MakeActions
  readonly planner: Planner
  /** Draws the canvas; handed in because features do not know each other. */
  readonly renderStage: (view: StageView) => ReactNode
  /** Draws a file that is on its way to the canvas, over it; nothing where none is. */
  readonly renderIncoming: () => ReactNode
  /** Draws the mask of the picture on screen, small. */
  readonly renderMask: () => ReactNode
  /** Draws the tools beside the picture on screen. */
  readonly renderToolBar: () => ReactNode
  /** Draws what belongs to the image on screen: options of the tool, masks where the task has any, layers. */
  readonly renderPanels: (shown: { readonly isMaskShown: boolean }) => ReactNode
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

export function useStudioState<T>(select: (state: StudioState) => T): T {
  return useStore(useStudio().store, select)
}

export function useCanvasState<T>(canvas: CanvasSession, select: (state: CanvasState) => T): T {
  return useStore(canvas.store, select)
}
