import type { Settings } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/settings.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { PillChoice, type PillOption } from '../../ui/fields/pill-choice.tsx'
import { SwitchField } from '../../ui/fields/switch-field.tsx'
import { FileFields, SetInFile } from './set-in-file.tsx'

type Filter = Settings['safety']['contentFilter']

const filters: readonly PillOption<Filter>[] = [
  { value: 'off', label: messages.off },
  { value: 'low', label: messages.low },
  { value: 'moderate', label: messages.moderate },
  { value: 'strict', label: messages.strict },
]

/** What each choice means for the local safety check. */
const covers: Readonly<Record<Filter, string>> = {
  off: messages.coversCertain,
  low: messages.coversCertain,
  moderate: messages.coversExplicit,
  strict: messages.coversSuggestive,
}

/** What services are asked to block, what is checked locally, and what is labeled. */
export function SafetyPage() {
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.safetyAndNotifications}</h2>
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
      <h3>{messages.serviceContentFilters}</h3>
      <FileFields name="media.safety.content_filter">
        <PillChoice
          label={messages.serviceContentFilters}
          isLabelHidden
          variant="accent"
          options={filters}
          value={safety.contentFilter}
          onChange={(contentFilter) => settings.change({ safety: { ...safety, contentFilter } })}
        />
      </FileFields>
      <p className="settings-note">{messages.contentFiltersHint}</p>
      <SetInFile name="media.safety.content_filter" />
    </div>
  )
}

function NudityCard() {
  const { settings } = useServices()
  const safety = useSettings((each) => each.safety)
  return (
    <div className="settings-card">
      <h3>{messages.nudity}</h3>
      <FileFields name="media.safety.block_nsfw">
        <SwitchField
          label={messages.hideNudity}
          hint={messages.hideNudityHint}
          isOn={safety.blockNsfw}
          onChange={(blockNsfw) => settings.change({ safety: { ...safety, blockNsfw } })}
        />
      </FileFields>
      <p className="settings-note">{joinSentences(covers[safety.contentFilter], messages.nudityCheckHint)}</p>
      <SetInFile name="media.safety.block_nsfw" />
    </div>
  )
}

function NoticesCard() {
  const { settings } = useServices()
  const isOn = useSettings((each) => each.hasNotifications)
  return (
    <div className="settings-card">
      <h3>{messages.notifications}</h3>
      <FileFields name="settings.notifications">
        <SwitchField
          label={messages.notifyMe}
          hint={messages.notifyMeHint}
          isOn={isOn}
          onChange={(hasNotifications) => settings.change({ hasNotifications })}
        />
      </FileFields>
      <SetInFile name="settings.notifications" />
    </div>
  )
}
