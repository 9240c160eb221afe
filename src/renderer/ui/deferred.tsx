import { lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react'

/** A part of the window whose script is loaded after the first paint. */
export interface Deferred<P> {
  readonly Part: (props: P) => ReactNode
  /** Loads it ahead, so that it shows in the frame in which it is asked for. */
  readonly load: () => Promise<void>
}

/** `standIn`: what is shown until the script has come. */
export function deferred<P extends object>(
  load: () => Promise<ComponentType<P>>,
  standIn: (props: P) => ReactNode = () => null,
): Deferred<P> {
  let loaded: ComponentType<P> | null = null
  const once = async () => (loaded ??= await load())
  const Lazy = lazy(async () => ({ default: await once() }))
  function Part(props: P): ReactNode {
    // Chosen once: another type in its place would lose the state of what is shown.
    const [Chosen] = useState<ComponentType<P>>(() => loaded ?? (Lazy as ComponentType<P>))
    return (
      <Suspense fallback={standIn(props)}>
        <Chosen {...props} />
      </Suspense>
    )
  }
  return {
    Part,
    load: async () => {
      await once()
    },
  }
}
