import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Output } from '../../../../shared/contract/index.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import * as messages from '../../../../shared/messages/en/form.ts'
import { useServices } from '../../../client/index.ts'
import { formatUsd } from '../../../lib/price-labels.ts'
import { useStudio } from '../studio-context.ts'
import { selectPrice, type PlanState } from './create-planner.ts'
import type { Make, ModelPick } from './derive-make.ts'
import { useMakeState } from './make-context.ts'
import { priceNote } from './plan-messages.ts'

/** Above the button: what the price is based on, and a cheaper model. */
export function PriceNotes() {
  const { planner } = useStudio()
  const { picks } = useMakeState()
  const planned = useStore(planner.store)
  const note = priceNote(
    picks.map(({ request }) => ({
      estimate: selectPrice(planned, request)?.estimate ?? null,
    })),
  )
  const dearest = dearestOf(picks, planned)
  if (note === null && dearest === null) return null
  return (
    <div className="price-notes">
      {note !== null && <p>{note}</p>}
      {dearest !== null && <Cheaper key={dearest.key} pick={dearest} />}
    </div>
  )
}

/** The most expensive model. */
function dearestOf(picks: readonly ModelPick[], planned: PlanState): ModelPick | null {
  const priced = picks.flatMap((pick) => {
    const usd = selectPrice(planned, pick.request)?.estimate.usd ?? 0
    return usd > 0 && pick.obstacle === null ? [{ pick, usd }] : []
  })
  return priced.toSorted((a, b) => b.usd - a.usd)[0]?.pick ?? null
}

function Cheaper({ pick }: { readonly pick: ModelPick }) {
  const { make } = useStudio()
  const { engines, picks } = useMakeState()
  const found = useCheaper(pick.request)
  if (found === null || picks.some(({ ref }) => isSame(ref, found.ref))) return null
  const take = () => {
    // The other selected models stay.
    if (engines.length === 1) return make.chooseEngine(found.ref)
    make.toggleEngine(pick.ref)
    return make.toggleEngine(found.ref)
  }
  return (
    <p>
      {messages.cheaperModel({
        model: found.label,
        price: formatUsd(found.usd),
        current: formatUsd(found.insteadOfUsd),
      })}{' '}
      <button type="button" className="make-link" onClick={take}>
        {messages.switchModel}
      </button>
    </p>
  )
}

type Ref = Make['picks'][number]['ref']
const isSame = (one: Ref, other: Ref) => one.provider === other.provider && one.model === other.model

/** Debounce: all models of all services are compared. */
const quietMs = 400

/** Whether there is a prompt matters for the price; its text does not. */
function withoutWords(request: PlanRequest): PlanRequest {
  const some = 'an image'
  return { ...request, prompt: some, negativePrompt: request.negativePrompt === null ? null : some }
}

/** Typing a prompt sends no new request. */
function useCheaper(request: PlanRequest | null): Output<'money.cheaper'> {
  const { client } = useServices()
  const [found, setFound] = useState<Output<'money.cheaper'>>(null)
  const text = request === null ? null : JSON.stringify(withoutWords(request))
  useEffect(() => {
    if (text === null) return undefined
    const abort = new AbortController()
    const timer = setTimeout(() => {
      client
        .call('money.cheaper', JSON.parse(text) as PlanRequest, { signal: abort.signal })
        .then(setFound)
        // Without an answer there is no hint.
        .catch(() => !abort.signal.aborted && setFound(null))
    }, quietMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, text])
  return found
}
