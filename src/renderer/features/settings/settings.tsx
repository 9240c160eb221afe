import {
  Bot,
  CircleArrowUp,
  EyeOff,
  FileOutput,
  HardDrive,
  Images,
  Keyboard,
  PenTool,
  ReceiptText,
  SunMoon,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import * as messages from '../../../shared/messages/en/settings.ts'
import { updates } from '../../../shared/messages/en/updates.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { AgentsPage } from './agents/agents-page.tsx'
import { AppearancePage } from './appearance-page.tsx'
import type { SettingsPage, SettingsView } from './create-settings-view.ts'
import { KeyboardPage } from './keyboard-page.tsx'
import { MeaningCard } from './library/meaning-card.tsx'
import { WatchedCard } from './library/watched-card.tsx'
import { MoneyPage } from './money/money-page.tsx'
import { SafetyPage } from './safety-page.tsx'
import { FileFields, SetInFile } from './set-in-file.tsx'
import { SettingsProvider, useSettingsView, useSettingsViewState } from './settings-context.ts'
import './settings.css'
import { StoragePage } from './storage/storage-page.tsx'
import { TabletPage } from './tablet-page.tsx'
import { UpdatesPage } from './updates/updates-page.tsx'

const pages: readonly { readonly id: SettingsPage; readonly label: string; readonly icon: LucideIcon }[] = [
  { id: 'keyboard', label: messages.keyboard, icon: Keyboard },
  { id: 'tablet', label: messages.tabletAndTouch, icon: PenTool },
  { id: 'appearance', label: messages.appearance, icon: SunMoon },
  { id: 'export', label: messages.exportLabel, icon: FileOutput },
  { id: 'money', label: messages.money, icon: ReceiptText },
  { id: 'library', label: messages.library, icon: Images },
  { id: 'storage', label: messages.storage, icon: HardDrive },
  { id: 'agents', label: messages.agents, icon: Bot },
  { id: 'safety', label: messages.safetyAndNotifications, icon: EyeOff },
  { id: 'updates', label: updates, icon: CircleArrowUp },
]

interface SettingsProps {
  readonly store: SettingsView
  /** The export presets page: belongs to the export feature. */
  readonly renderExport: () => ReactNode
}

/** The Settings screen. */
export function SettingsScreen({ store, renderExport }: SettingsProps) {
  return (
    <SettingsProvider value={store}>
      <div className="settings">
        <SettingsNavigation />
        <SettingsContent renderExport={renderExport} />
      </div>
    </SettingsProvider>
  )
}

function SettingsNavigation() {
  const store = useSettingsView()
  const shown = useSettingsViewState((state) => state.page)
  return (
    <nav className="settings-navigation" aria-label={messages.settings}>
      <h1>{messages.settings}</h1>
      {pages.map(({ id, label, icon: Icon }) => (
        <button
          key={id}
          type="button"
          aria-current={id === shown ? 'page' : undefined}
          onClick={() => store.setState({ page: id, edit: null, isPressAwaited: false })}
        >
          <Icon size={16} aria-hidden="true" />
          {label}
        </button>
      ))}
    </nav>
  )
}

function SettingsContent({ renderExport }: Pick<SettingsProps, 'renderExport'>): ReactNode {
  const page = useSettingsViewState((state) => state.page)
  switch (page) {
    case 'keyboard':
      return <KeyboardPage />
    case 'tablet':
      return <TabletPage />
    case 'appearance':
      return <AppearancePage />
    case 'export':
      return renderExport()
    case 'money':
      return <MoneyPage />
    case 'library':
      return <LibraryPage />
    case 'storage':
      return <StoragePage />
    case 'agents':
      return <AgentsPage />
    case 'safety':
      return <SafetyPage />
    case 'updates':
      return <UpdatesPage />
  }
}

/** Automatic import, search by meaning, and the external editor. */
function LibraryPage() {
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.library}</h2>
      </header>
      <div className="settings-scroll">
        <WatchedCard />
        <MeaningCard />
        <EditorCard />
      </div>
    </section>
  )
}

/** Selects the external editor. */
function EditorCard() {
  const { client, intents } = useServices()
  const editor = useSettings((each) => each.externalEditor)
  const change = (route: 'external.chooseProgram' | 'external.resetProgram') =>
    void client.call(route, {}).catch((error: unknown) => intents.send({ type: 'report', error }))
  return (
    <section className="settings-card" aria-labelledby="external-editor">
      <h3 id="external-editor">{messages.externalEditor}</h3>
      <p className="settings-program selectable">{editor ?? messages.systemDefault}</p>
      <FileFields name="settings.external_editor">
        <div className="settings-programs">
          <Button size="small" onClick={() => change('external.chooseProgram')}>
            {messages.chooseApp}
          </Button>
          <Button size="small" disabled={editor === null} onClick={() => change('external.resetProgram')}>
            {messages.systemDefaultButton}
          </Button>
        </div>
      </FileFields>
      <p className="settings-note">{messages.externalEditorHint}</p>
      <SetInFile name="settings.external_editor" />
    </section>
  )
}
