import { useEffect, useState, type ComponentType, type ReactNode } from 'react'

/** A part of the window whose chunk is loaded after the first paint. */
export interface Deferred<P> {
  readonly Part: (props: P) => ReactNode
  /** Loads it ahead of time, so that it renders in the frame that needs it. */
  readonly load: () => Promise<void>
}

let isFree: Promise<unknown> = Promise.resolve()

/**
 * Delays all further loading until the promise settles, which must be soon, since something visible may depend on it.
 */
export function holdDeferred(until: Promise<unknown>): void {
  isFree = until
}

interface State<P> {
  readonly Loaded: ComponentType<P> | null
  readonly failure: { readonly error: unknown } | null
}

/**
 * `standIn`: shown until the chunk has loaded. Without `Suspense`, which keeps a fallback on screen for at least 300
 * ms, however soon the chunk is there.
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
    // For the enclosing error boundary.
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
