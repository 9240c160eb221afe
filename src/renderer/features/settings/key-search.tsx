import { Keyboard, Search, TriangleAlert, X } from 'lucide-react'
import * as messages from '../../../shared/messages/en/settings.ts'
import { useServices } from '../../client/index.ts'
import { bindingText } from '../../lib/keymap/binding-names.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { PillChoice } from '../../ui/fields/pill-choice.tsx'
import { KeyCapture } from './key-capture.tsx'
import { useSettingsView, useSettingsViewState } from './settings-context.ts'

interface KeySearchProps {
  readonly changed: number
  readonly conflicts: number
}

/** Finds commands by name, or by pressing a key. */
export function KeySearch({ changed, conflicts }: KeySearchProps) {
  const view = useSettingsView()
  const filter = useSettingsViewState((state) => state.filter)
  const isAwaited = useSettingsViewState((state) => state.isPressAwaited)
  const pressed = useSettingsViewState((state) => state.pressed)
  return (
    <div className="key-search">
      {pressed === null ? <SearchField /> : <PressedKey binding={pressed} />}
      {isAwaited ? (
        <KeyCapture
          label={messages.findCommandByShortcut}
          onPress={(binding) => view.setState({ pressed: binding, search: '', isPressAwaited: false })}
          onCancel={() => view.setState({ isPressAwaited: false })}
        />
      ) : (
        <Button
          icon={<Keyboard size={15} aria-hidden="true" />}
          onClick={() => view.setState({ isPressAwaited: true, edit: null })}
        >
          {messages.findByShortcut}
        </Button>
      )}
      <PillChoice
        label={messages.show}
        isLabelHidden
        options={[
          { value: 'all', label: messages.all },
          { value: 'changed', label: messages.changedCount({ count: changed }) },
          ...(conflicts > 0 || filter === 'conflicts'
            ? [{ value: 'conflicts' as const, label: messages.conflictCount({ count: conflicts }) }]
            : []),
        ]}
        value={filter}
        onChange={(next) => view.setState({ filter: next, edit: null })}
      />
      {conflicts > 0 && filter !== 'conflicts' && (
        <p className="key-search-conflicts" role="status">
          <TriangleAlert size={14} aria-hidden="true" />
          {messages.conflictsFound({ count: conflicts })}
        </p>
      )}
    </div>
  )
}

function SearchField() {
  const view = useSettingsView()
  const search = useSettingsViewState((state) => state.search)
  return (
    <div className="key-search-field">
      <Search size={14} aria-hidden="true" />
      <input
        type="text"
        placeholder={messages.searchCommands}
        aria-label={messages.searchCommands}
        spellCheck={false}
        value={search}
        onChange={(event) => view.setState({ search: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          if (search === '') event.currentTarget.blur()
          else view.setState({ search: '' })
        }}
      />
    </div>
  )
}

function PressedKey({ binding }: { readonly binding: string }) {
  const { isMac } = useServices()
  const view = useSettingsView()
  return (
    <div
      className="key-search-field"
      role="status"
      aria-label={messages.commandsFor({ shortcut: bindingText(binding, isMac) })}
    >
      <Kbd binding={binding} />
      <span>{messages.commandsForThisShortcut}</span>
      <IconButton label={messages.showAllShortcuts} size="small" onClick={() => view.setState({ pressed: null })}>
        <X size={13} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
