import { useEffect, useState, type ComponentType, type ReactNode } from 'react'

/** A part of the window whose script is loaded after the first paint. */
export interface Deferred<P> {
  readonly Part: (props: P) => ReactNode
  /** Loads it ahead, so that it shows in the frame in which it is asked for. */
  readonly load: () => Promise<void>
}

let isFree: Promise<unknown> = Promise.resolve()

/** What is asked for from now on is loaded when this has settled. It must settle soon: somebody may wait. */
export function holdDeferred(until: Promise<unknown>): void {
  isFree = until
}

interface State<P> {
  readonly Loaded: ComponentType<P> | null
  readonly failure: { readonly error: unknown } | null
}

/**
 * `standIn`: what is shown until the script has come. Without `Suspense`, which keeps a stand-in on screen for at least
 * 300 ms, however soon the script is there.
 */
export function deferred<P extends object>(
  load: () => Promise<ComponentType<P>>,
  standIn: (props: P) => ReactNode = () => null,
): Deferred<P> {
  let loaded: ComponentType<P> | null = null
  const once = async () => {
    await isFree
    return (loaded ??= await load())
  }
  function Part(props: P): ReactNode {
    const [{ Loaded, failure }, setState] = useState<State<P>>(() => ({ Loaded: loaded, failure: null }))
    useEffect(() => {
      if (Loaded !== null) return
      let isGone = false
      const show = (state: State<P>) => {
        if (!isGone) setState(state)
      }
      once().then(
        (found) => show({ Loaded: found, failure: null }),
        (error: unknown) => show({ Loaded: null, failure: { error } }),
      )
      return () => {
        isGone = true
      }
    }, [Loaded])
    // For the error boundary around it.
    if (failure !== null) throw failure.error
    return Loaded === null ? standIn(props) : <Loaded {...props} />
  }
  return {
    Part,
    load: async () => {
      await once()
    },
  }
}
