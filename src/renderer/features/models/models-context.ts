import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { AppError } from '../../../shared/errors/index.ts'
import type { ModelsState, ModelsStore } from './create-models-store.ts'

const ModelsContext = createContext<ModelsStore | null>(null)

export const ModelsProvider = ModelsContext.Provider

export function useModels(): ModelsStore {
  const value = useContext(ModelsContext)
  if (value === null) throw new AppError('internal/bug', 'Used outside of the Models.')
  return value
}

export function useModelsState<T>(select: (state: ModelsState) => T): T {
  return useStore(useModels(), select)
}
