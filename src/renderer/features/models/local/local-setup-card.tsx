import { Cpu, FolderDown, FolderPlus, RefreshCw, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { fitLabels, type LocalModelView, type LocalSetup } from '../../../../shared/domain/local-setup.ts'
import type { CheckOutcome, ProviderView } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/local-models.ts'
import { colon, joinList } from '../../../../shared/messages/formats.ts'
import { useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { formatBytes } from '../../../lib/format.ts'
import { formatDay } from '../../../lib/models/price-labels.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import type { Listing } from '../filter-providers.ts'
import { ModelList } from '../model-list.tsx'
import { CardFooter, ProviderTestOutcome } from '../provider-card.tsx'
import { TaskProblem, useBusyTask } from '../use-busy-task.tsx'
import './local-setup-card.css'
import { ConvertDialog } from './convert-dialog.tsx'
import { EngineInstall } from './engine-install.tsx'
import { ModelDownloadList } from './model-downloads.tsx'
import { VisionModelList } from './vision-models.tsx'
import { useLocalSetup, type LocalSetupActions } from './use-local-setup.ts'

/** The local engine, its models, and their folders. */
export function LocalSetupCard({ listing }: { readonly listing: Listing }) {
  const { provider } = listing
  const localSetup = useLocalSetup()
  const { setup } = localSetup
  return (
    <article
      className={classNames('provider-card', 'local-setup', !provider.isEnabled && 'provider-card-off')}
      aria-label={provider.label}
    >
      <header>
        <h2>{provider.label}</h2>
        {setup !== null && <State provider={provider} setup={setup} />}
      </header>
      <p className="provider-privacy">{provider.privacy}</p>
      <TaskProblem error={localSetup.task.error} />
      {setup !== null && (
        <div className="local-setup-columns">
          <section aria-label={messages.localModels}>
            <Models listing={listing} setup={setup} onChanged={localSetup.adopt} />
          </section>
          <div className="local-setup-places">
            <Engine setup={setup} provider={provider} localSetup={localSetup} />
            <Folders setup={setup} localSetup={localSetup} />
          </div>
        </div>
      )}
      <CardFooter provider={provider} />
    </article>
  )
}

interface SetupProps {
  readonly setup: LocalSetup
  readonly provider: ProviderView
}

function State({ provider, setup }: SetupProps) {
  const { text, tone } = stateOf(provider, setup)
  return (
    <p className="health" data-tone={tone} role="status" aria-label={`${provider.label}${colon}${text}`}>
      <span className="health-dot" aria-hidden="true" />
      {text}
    </p>
  )
}

function stateOf({ isEnabled }: ProviderView, { engine, models }: LocalSetup) {
  if (!isEnabled) return { text: messages.off, tone: 'idle' }
  if (engine === null) return { text: messages.noEngine, tone: 'idle' }
  if (!models.some(({ isReady }) => isReady)) return { text: messages.noModels, tone: 'idle' }
  return { text: messages.ready, tone: 'good' }
}

interface ModelsProps {
  readonly listing: Listing
  readonly setup: LocalSetup
  readonly onChanged: (setup: LocalSetup) => void
}

function Models({ listing, setup, onChanged }: ModelsProps) {
  const { models, folders, engine } = setup
  const incomplete = models.filter(({ isReady }) => !isReady)
  const facts = new Map<string, ReactNode>(models.map((model) => [model.id, factsOf(model)]))
  for (const { id, upscaling } of listing.models) {
    if (upscaling === undefined && !facts.has(id))
      facts.set(id, <span className="local-warning">{messages.fileMissing}</span>)
  }
  const waiting = engine === null ? models.filter(({ isReady }) => isReady) : []
  return (
    <>
      <h3>{messages.models}</h3>
      {models.length === 0 && listing.models.length === 0 && (
        <p className="model-list-empty">{emptyMessage(folders.length)}</p>
      )}
      {listing.models.length > 0 && <ModelList listing={listing} facts={facts} />}
      <PlainModels label={messages.modelsWithoutEngine} models={waiting} />
      <PlainModels label={messages.incompleteModels} models={incomplete} />
      <VisionModelList />
      <ModelDownloadList>
        {engine !== null && <ConvertButton models={models} onConverted={onChanged} />}
      </ModelDownloadList>
    </>
  )
}

interface ConvertButtonProps {
  readonly models: readonly LocalModelView[]
  readonly onConverted: (setup: LocalSetup) => void
}

function ConvertButton({ models, onConverted }: ConvertButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const ready = models.filter(({ isReady }) => isReady)
  if (ready.length === 0) return null
  return (
    <>
      <Button size="small" title={messages.convertModelHint} onClick={() => setOpen(true)}>
        {messages.convertMore}
      </Button>
      {isOpen && <ConvertDialog models={ready} onConverted={onConverted} onClose={() => setOpen(false)} />}
    </>
  )
}

const factsOf = ({ family, quantization, bytes, fit, lastUsedMs }: LocalModelView) =>
  [
    family,
    quantization,
    formatBytes(bytes),
    ...(fit === null ? [] : [fitLabels[fit]]),
    ...(lastUsedMs === null
      ? []
      : [messages.usedOn({ day: formatDay(new Date(lastUsedMs).toISOString().slice(0, 10)) })]),
  ].join('\u00A0· ')

function emptyMessage(folders: number): string {
  if (folders === 0) return messages.noModelsYet
  return messages.noImageModels
}

/** Models that cannot be used as they are. */
function PlainModels({ label, models }: { readonly label: string; readonly models: readonly LocalModelView[] }) {
  if (models.length === 0) return null
  return (
    <ul className="local-models" aria-label={label}>
      {models.map((model) => (
        <li key={model.id}>
          <span>{model.label}</span> <span className="local-facts">{factsOf(model)}</span>
          {model.missing.map((message) => (
            <p key={message} className="local-warning">
              {message}
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}

function Engine({ setup: { engine }, provider, localSetup }: SetupProps & { readonly localSetup: LocalSetupActions }) {
  const { providers } = useServices()
  const [outcome, setOutcome] = useState<CheckOutcome | null>(null)
  const task = useBusyTask()
  const isBusy = localSetup.task.isRunning || task.isRunning
  const test = async () => {
    setOutcome(null)
    setOutcome(await providers.test(provider.id))
    localSetup.refresh()
  }
  return (
    <section aria-label={messages.engine}>
      <h3>{messages.engine}</h3>
      {engine === null ? (
        <p className="local-facts">{messages.noEngineHint}</p>
      ) : (
        <>
          <EngineFacts engine={engine} />
          <p className="local-path selectable">{engine.path}</p>
        </>
      )}
      {outcome !== null && <ProviderTestOutcome outcome={outcome} />}
      <TaskProblem error={task.error} />
      <EngineInstall hasEngine={engine !== null} onChanged={localSetup.adopt} />
      <div className="local-actions">
        <Button
          size="small"
          icon={<Cpu size={13} aria-hidden="true" />}
          disabled={isBusy}
          onClick={() => localSetup.change('local.chooseEngine')}
        >
          {messages.chooseEngine}
        </Button>
        {engine !== null && (
          <>
            <Button
              size="small"
              disabled={isBusy}
              aria-label={messages.testEngine({ name: provider.label })}
              title={messages.testEngineHint}
              onClick={() => void task.run(test)}
            >
              {task.isRunning ? messages.testing : messages.test}
            </Button>
            <Button
              size="small"
              variant="quiet"
              disabled={isBusy}
              title={messages.filesAreKept}
              onClick={() => localSetup.change('local.forgetEngine')}
            >
              {messages.remove}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}

function EngineFacts({
  engine: { facts, isOfAnotherRelease },
}: {
  readonly engine: NonNullable<LocalSetup['engine']>
}) {
  if (facts === null) return <p className="local-facts">stable-diffusion.cpp</p>
  const devices = joinList(facts.devices.map(({ label }) => label))
  return (
    <>
      <p className="local-facts">
        {['stable-diffusion.cpp', facts.version].join(' ').trim()}
        {devices !== '' && ` · ${devices}`}
      </p>
      {isOfAnotherRelease && <p className="local-warning">{messages.anotherRelease({ release: facts.fits })}</p>}
    </>
  )
}

function Folders({ setup, localSetup }: { readonly setup: LocalSetup; readonly localSetup: LocalSetupActions }) {
  const { folders, downloads, loras, upscalers, controlNets, refused } = setup
  const others = [
    ...(loras > 0 ? [messages.loraCount({ count: loras })] : []),
    ...(upscalers > 0 ? [messages.upscalerCount({ count: upscalers })] : []),
  ].join(' · ')
  return (
    <section aria-label={messages.modelFolders}>
      <h3>
        {messages.folders}
        {folders.length > 0 && (
          <IconButton
            label={messages.rescanFolders}
            size="small"
            disabled={localSetup.task.isRunning}
            onClick={localSetup.refresh}
          >
            <RefreshCw size={13} aria-hidden="true" />
          </IconButton>
        )}
      </h3>
      {folders.length > 0 && (
        <ul className="local-folders" aria-label={messages.modelFolders}>
          {folders.map(({ path, models, problem, isOwn }) => (
            <li key={path}>
              <span className="local-path selectable">{path}</span>
              <span className="local-facts">
                {messages.modelCount({ count: models })}
                {path === downloads.path && ` · ${messages.downloadFolder}`}
              </span>
              {!isOwn && (
                <IconButton
                  label={messages.removePath({ path })}
                  size="small"
                  tooltipSide="top"
                  onClick={() => localSetup.forgetFolder(path)}
                >
                  <X size={13} aria-hidden="true" />
                </IconButton>
              )}
              {problem !== null && <p className="local-warning">{problem}</p>}
            </li>
          ))}
        </ul>
      )}
      {others !== '' && <p className="local-facts">{others}</p>}
      {controlNets.length > 0 && (
        <Disclosure title={messages.controlNetCount({ count: controlNets.length })}>
          <ul className="local-refused" aria-label={messages.controlNets}>
            {controlNets.map(({ name, family, problem }, at) => (
              <li key={at}>
                {[name, family ?? messages.unknownFamily].join(' · ')}
                {problem !== null && <p className="local-warning">{problem}</p>}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {refused.length > 0 && (
        <Disclosure title={messages.filesSkipped({ count: refused.length })}>
          <ul className="local-refused">
            {refused.map(({ path, reason }) => (
              <li key={path} title={path}>
                {reason}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      <div className="local-actions">
        <Button
          size="small"
          icon={<FolderPlus size={13} aria-hidden="true" />}
          disabled={localSetup.task.isRunning}
          onClick={() => localSetup.change('local.addFolder')}
        >
          {messages.addModelFolder}
        </Button>
        <Button
          size="small"
          icon={<FolderDown size={13} aria-hidden="true" />}
          disabled={localSetup.task.isRunning}
          onClick={() => localSetup.change('local.chooseDownloadFolder')}
        >
          {messages.changeDownloadFolder}
        </Button>
        {!downloads.isOwn && (
          <Button
            size="small"
            disabled={localSetup.task.isRunning}
            onClick={() => localSetup.change('local.resetDownloadFolder')}
          >
            {messages.buttonUseDefaultDownloadFolder}
          </Button>
        )}
      </div>
    </section>
  )
}
