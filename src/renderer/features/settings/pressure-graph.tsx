import type { TabletSettings } from '../../../shared/domain/settings.ts'
import { curvedPressure } from '../../lib/pressure-curve.ts'

const sidePx = 132
const steps = 48

/** What comes of how hard the pen is pressed: to the right harder, upwards more. */
export function PressureGraph({ tablet }: { readonly tablet: TabletSettings }) {
  const points = Array.from({ length: steps + 1 }, (_, at) => {
    const pressed = at / steps
    return `${pressed * sidePx},${(1 - curvedPressure(pressed, tablet)) * sidePx}`
  })
  const half = Math.round(curvedPressure(0.5, tablet) * 100)
  return (
    <svg
      className="pressure-graph"
      viewBox={`0 0 ${sidePx} ${sidePx}`}
      role="img"
      aria-label={`Half pressed counts as ${half} %`}
    >
      <line x1={0} y1={sidePx} x2={sidePx} y2={0} />
      <polyline points={points.join(' ')} />
    </svg>
  )
}
