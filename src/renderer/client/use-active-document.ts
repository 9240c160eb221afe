import { useStore } from 'zustand'
import type { CanvasDocument } from '../../shared/domain/canvas-document.ts'
import { selectActiveDocument } from './create-documents-store.ts'
import { useServices } from './services.ts'

export function useActiveDocument(): CanvasDocument | null {
  return useStore(useServices().documents.store, selectActiveDocument)
}
