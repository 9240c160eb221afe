/** An event handled later than this after it happened is felt while drawing. */
const lateMs = 50
/** So many in a row are no accident. */
const lateEvents = 3
/** The next frame waits until the pointer has rested this long. */
const restMs = 1_000

interface InputWatch {
  /** Events of the pointer arrive late: whatever takes time away from them must stop. */
  readonly onLate: () => void
  readonly onRested: () => void
}

/** Watches whether the events of a pressed pointer are handled in time. Returns the function that stops. */
export function watchInput({ onLate, onRested }: InputWatch, now: () => number = () => performance.now()): () => void {
  const stop = new AbortController()
  let late = 0
  let isLate = false
  let rest: ReturnType<typeof setTimeout> | undefined
  const handleMove = ({ buttons, timeStamp }: PointerEvent) => {
    if (buttons === 0) return
    late = now() - timeStamp > lateMs ? late + 1 : 0
    if (late < lateEvents && !isLate) return
    clearTimeout(rest)
    rest = setTimeout(handleRest, restMs)
    if (isLate) return
    isLate = true
    onLate()
  }
  const handleRest = () => {
    isLate = false
    late = 0
    onRested()
  }
  window.addEventListener('pointermove', handleMove, { signal: stop.signal, capture: true, passive: true })
  return () => {
    clearTimeout(rest)
    stop.abort()
  }
}
