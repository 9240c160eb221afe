import { createContext, useContext } from 'react'
import { AppError } from '../../../../shared/errors/index.ts'
import { useStudio } from '../studio-context.ts'
import type { ChosenModel, Make } from './derive-make.ts'
import { withOption, withValue, type MakeForm, type ModelValues } from './make-form.ts'

const MakeContext = createContext<Make | null>(null)

export const MakeProvider = MakeContext.Provider

export function useMakeState(): Make {
  const make = useContext(MakeContext)
  if (make === null) throw new AppError('internal/bug', 'Used outside of the form.')
  return make
}

export interface FormChange {
  form(change: Partial<MakeForm>): void
  value<K extends keyof ModelValues>(field: K, value: ModelValues[K]): void
  /** null: back to the service's own. */
  option(name: string, value: ModelValues['options'][string] | null): void
}

/** Changes what is filled in, for the chosen model. */
export function useFormChange({ key }: ChosenModel): FormChange {
  const { store } = useStudio()
  return {
    form: (change) => store.setState(({ form }) => ({ form: { ...form, ...change } })),
    value: (field, value) => store.setState(({ form }) => ({ form: withValue(form, key, field, value) })),
    option: (name, value) => store.setState(({ form }) => ({ form: withOption(form, key, name, value) })),
  }
}
