import { useEffect, useMemo } from 'react'
import { createStore, useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Operation } from '../../../../shared/domain/generation.ts'
import { useActiveDocument, useServices, useSettings } from '../../../client/index.ts'
import type { StudioCanvas } from '../studio-canvas.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import { deriveMake, type Make, type MakeInputs } from './derive-make.ts'

const closed = createStore(() => null)

/** What the form comes to, and a plan of it whenever it changes. */
export function useMake(operation: Operation): Make {
  const { canvas, planner } = useStudio()
  const { providers, error } = useStore(useServices().providers.store)
  const hasFailed = error !== null
  const studio = useSettings((each) => each.studio)
  const favouriteModels = useSettings((each) => each.favouriteModels)
  const form = useStudioState((state) => state.form)
  const seed = useStudioState((state) => (state.seedMode === 'fixed' ? state.fixedSeed : null))
  const document = useActiveDocument()
  const facts = useCanvasFacts(canvas)
  const make = useMemo(
    () =>
      deriveMake({
        operation,
        providers,
        hasFailed,
        settings: { studio, favouriteModels },
        form,
        seed,
        document,
        canvas: facts,
      }),
    [operation, providers, hasFailed, studio, favouriteModels, form, seed, document, facts],
  )
  const about = make.model?.provider
  useEffect(() => planner.ask(make.request, about), [planner, make.request, about])
  return make
}

function useCanvasFacts(canvas: StudioCanvas | null): MakeInputs['canvas'] {
  return useStore<typeof closed | StudioCanvas['store'], MakeInputs['canvas']>(
    canvas?.store ?? closed,
    useShallow((state) => (state === null ? null : { baseId: state.baseId, hasMask: state.hasMask, edge: state.edge })),
  )
}
