import type { Settings } from '../../../shared/domain/settings.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { PillChoice, type PillOption } from '../../ui/pill-choice.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'

type Filter = Settings['safety']['contentFilter']

const filters: readonly PillOption<Filter>[] = [
  { value: 'off', label: 'Off' },
  { value: 'low', label: 'Low' },
  { value: 'moderate', label: 'Moderate' },
  { value: 'strict', label: 'Strict' },
]

/** What the same choice means for the check on this computer. */
const covers: Readonly<Record<Filter, string>> = {
  off: 'only what the model is all but sure of',
  low: 'only what the model is all but sure of',
  moderate: 'what the model takes for explicit rather than for anything else',
  strict: 'suspected and suggestive content',
}

/** What services are asked to keep away, what is looked at here, and what is announced. */
export function SafetyPage() {
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">Safety and notices</h2>
      </header>
      <div className="settings-scroll">
        <FilterCard />
        <NudityCard />
        <NoticesCard />
      </div>
    </section>
  )
}

function FilterCard() {
  const { settings } = useServices()
  const safety = useSettings((each) => each.safety)
  return (
    <div className="settings-card">
      <h3>The services’ own filters</h3>
      <PillChoice
        label="The services’ own filters"
        isLabelHidden
        look="accent"
        options={filters}
        value={safety.contentFilter}
        onChange={(contentFilter) => settings.change({ safety: { ...safety, contentFilter } })}
      />
      <p className="settings-note">
        How strictly a service looks at words and images, where it lets that be chosen. Every service also has rules
        that nobody can turn off. Where a model takes no such setting, its row in the Studio says so before you press
        Generate.
      </p>
    </div>
  )
}

function NudityCard() {
  const { settings } = useServices()
  const safety = useSettings((each) => each.safety)
  return (
    <div className="settings-card">
      <h3>Nudity</h3>
      <SwitchField
        label="Hide nudity"
        hint="Services that let it be set are asked to leave it out, and this computer looks at what they send back."
        isOn={safety.blockNsfw}
        onChange={(blockNsfw) => settings.change({ safety: { ...safety, blockNsfw } })}
      />
      <p className="settings-note">
        The check on this computer sends nothing anywhere. With the filter as it is set above it covers{' '}
        {covers[safety.contentFilter]}. It errs: it lets some through and covers some in vain. A covered image is not
        deleted and its file is not changed; <em>Reveal</em> shows it until Atelier ends.
      </p>
    </div>
  )
}

function NoticesCard() {
  const { settings } = useServices()
  const isOn = useSettings((each) => each.hasNotifications)
  return (
    <div className="settings-card">
      <h3>Notices</h3>
      <SwitchField
        label="Tell me when long work has ended"
        hint="As a notification of the system, for work of more than 20 seconds, while Atelier’s window is not in front. It says how many images and what they cost, never what was asked for."
        isOn={isOn}
        onChange={(hasNotifications) => settings.change({ hasNotifications })}
      />
    </div>
  )
}
