import { useServices, useSettings } from '../../client/index.ts'
import { SliderField } from '../../ui/slider-field.tsx'
import { PressureGraph } from './pressure-graph.tsx'
import { PressurePad } from './pressure-pad.tsx'
import { firmnessOf, gammaOf } from './pressure-scale.ts'
import './tablet-page.css'

/** How hard a pen has to be pressed, with a place to try it, and what fingers do. */
export function TabletPage() {
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">Tablet and touch</h2>
      </header>
      <div className="settings-scroll">
        <PressureCard />
        <TouchCard />
      </div>
    </section>
  )
}

function PressureCard() {
  const { settings } = useServices()
  const tablet = useSettings((each) => each.tablet)
  const change = (part: Partial<typeof tablet>) => settings.change({ tablet: { ...tablet, ...part } })
  return (
    <div className="settings-card">
      <h3>Pen pressure</h3>
      <div className="pressure">
        <PressureGraph tablet={tablet} />
        <div className="pressure-settings">
          <SliderField
            label="Hand"
            value={firmnessOf(tablet.pressureGamma)}
            min={-100}
            max={100}
            unit="%"
            onChange={(firmness) => change({ pressureGamma: gammaOf(firmness) })}
          />
          <p className="settings-note">Below 0 a light hand is enough, above 0 it takes a heavy one.</p>
          <SliderField
            label="Starts at"
            value={Math.round(tablet.pressureMin * 100)}
            min={0}
            max={50}
            unit="%"
            onChange={(percent) => change({ pressureMin: percent / 100 })}
          />
          <p className="settings-note">Pressed less hard than this, the pen counts as not pressed.</p>
        </div>
        <PressurePad tablet={tablet} />
      </div>
      <p className="settings-note">
        Whether pressure is the size of the brush, its strength, or both, is set with the brush in the Studio. A mouse
        always presses fully.
      </p>
    </div>
  )
}

const touches: readonly (readonly [string, string])[] = [
  ['One finger', 'paints; moves the view once a pen has been used'],
  ['Two fingers', 'move the view, and zoom by pinching'],
  ['Tap with two fingers, with three', 'undo, redo'],
  ['Hand that rests on the tablet', 'is ignored while the pen is near'],
  ['Barrel button, eraser end of the pen', 'erase'],
]

function TouchCard() {
  return (
    <div className="settings-card">
      <h3>Fingers and pen</h3>
      <dl className="touches">
        {touches.map(([hand, deed]) => (
          <div key={hand}>
            <dt>{hand}</dt>
            <dd>{deed}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
