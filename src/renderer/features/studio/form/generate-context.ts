import { createContext, useContext } from 'react'
import { AppError } from '../../../../shared/errors/index.ts'
import { useStudio } from '../studio-context.ts'
import type { ChosenModel, GenerateState } from './derive-generate-state.ts'
import { withOption, withValue, type GenerateForm, type ModelValues } from './generate-form.ts'

const GenerateContext = createContext<GenerateState | null>(null)

export const GenerateProvider = GenerateContext.Provider

export function useGenerateState(): GenerateState {
  const state = useContext(GenerateContext)
  if (state === null) throw new AppError('internal/bug', 'Used outside of the form.')
  return state
}

export interface FormChange {
  form(change: Partial<GenerateForm>): void
  value<K extends keyof ModelValues>(field: K, value: ModelValues[K]): void
  /** null = the service's default. */
  option(name: string, value: ModelValues['options'][string] | null): void
}

/** Changes form values for a model. */
export function useFormChange({ key }: ChosenModel): FormChange {
  const { store } = useStudio()
  return {
    form: (change) => store.setState(({ form }) => ({ form: { ...form, ...change } })),
    value: (field, value) => store.setState(({ form }) => ({ form: withValue(form, key, field, value) })),
    option: (name, value) => store.setState(({ form }) => ({ form: withOption(form, key, name, value) })),
  }
}
