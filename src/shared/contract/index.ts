import { z } from 'zod'
import { tagSchema } from '../domain/annotations.ts'
import { differenceSchema, judgmentSchema, leagueSchema } from '../domain/comparison.ts'
import { credentialsCheckSchema } from '../domain/credentials-check.ts'
import { generationRequestSchema, planRequestSchema, requestPlanSchema } from '../domain/generation.ts'
import { assetIdSchema, documentIdSchema, jobIdSchema, watchedFolderIdSchema } from '../domain/ids.ts'
import { fillInputSchema, jobSnapshotSchema } from '../domain/job.ts'
import { providerIdSchema } from '../domain/provider-id.ts'
import { checkOutcomeSchema, foundServerSchema, providerViewSchema } from '../domain/provider.ts'
import { signerNameSchema, signingIdentitySchema } from '../domain/signing.ts'
import {
  backupFactsSchema,
  backupReportSchema,
  reclaimableKindSchema,
  storageTasks,
  storageUsageSchema,
  verifyReportSchema,
} from '../domain/storage.ts'
import { watchedFolderSchema } from '../domain/watched-folder.ts'
import { app } from './app.ts'
import { canvas } from './canvas.ts'
import { catalogue } from './catalogue.ts'
import { command, event, query } from './define.ts'
import { downloads } from './downloads.ts'
import { edits } from './edits.ts'
import { exports } from './exports.ts'
import { library } from './library.ts'
import { local } from './local.ts'
import { money } from './money.ts'
import { prompts } from './prompts.ts'
import { queue } from './queue.ts'
import type { DroppedHandle } from '../domain/file-handles.ts'
import type { Reply, TravellingReply } from '../domain/reply.ts'

const idSchema = z.object({ id: providerIdSchema })

/** Keys go in and never come out: the window learns where one comes from and its last four characters. */
const providers = {
  'providers.list': query(z.object({}), z.array(providerViewSchema)),
  /** What a request would come to. Free, sends nothing. */
  'providers.plan': query(planRequestSchema, requestPlanSchema),
  /** `session`: kept in memory until Atelier ends, for a computer without a keychain. */
  'providers.setKey': command(
    idSchema.extend({ key: z.string().min(1).max(20_000), keep: z.enum(['keychain', 'session']) }),
    providerViewSchema,
  ),
  /** Forgets it in the keychain and in this session. */
  'providers.deleteKey': command(idSchema, providerViewSchema),
  /** The free test call. */
  'providers.test': command(idSchema, checkOutcomeSchema),
  /**
   * null puts a field back to what the program has. Main asks before a key, prompts or images go to another host.
   * @throws request/cancelled where the person says no
   */
  'providers.configure': command(
    idSchema.extend({
      isEnabled: z.boolean().nullish(),
      defaultModel: z.string().max(300).nullish(),
      defaultSize: z.string().max(20).nullish(),
      baseUrl: z.string().max(500).nullish(),
    }),
    providerViewSchema,
  ),
  /** Asks the service for its list of models. */
  'providers.refreshModels': command(idSchema, providerViewSchema),
  /** Looks the model up, where the service can describe it. */
  'providers.addModel': command(idSchema.extend({ model: z.string().min(1).max(300) }), providerViewSchema),
  'providers.removeModel': command(idSchema.extend({ model: z.string().min(1).max(300) }), providerViewSchema),
  /** Asks for a workflow file in ComfyUI's API format and makes a model of it; null = the dialog was closed. */
  'providers.chooseWorkflow': command(z.object({}), providerViewSchema.nullable()),
  /** Asks the usual ports of this computer for servers: only when the person wants it. */
  'providers.findServers': command(z.object({}), z.array(foundServerSchema)),
  'providers.changed': event(providerViewSchema),
}

const found = z.object({ found: z.array(assetIdSchema) })

const idsSchema = z.array(assetIdSchema).min(1).max(1_000_000)

/** The library's files: what they take, whether they are sound, and where they lie. Each long call can be canceled. */
const storage = {
  'storage.usage': query(z.object({}), storageUsageSchema),
  /** Deletes what can be made again or is only kept in case; the trash for good. */
  'storage.reclaim': command(
    z.object({ kinds: z.array(reclaimableKindSchema).min(1) }),
    z.object({ freedBytes: z.number() }),
  ),
  /** Reads every file and compares it with what was filed. */
  'storage.verify': command(z.object({}), verifyReportSchema),
  /** Asks for a folder and looks there for these pictures' files, by content; null when the person cancels. */
  'storage.chooseAndLocate': command(z.object({ ids: idsSchema }), found.nullable()),
  /** Asks for a backup and takes these pictures' files from it. */
  'storage.chooseAndRepair': command(z.object({ ids: idsSchema }), found.nullable()),
  /** Asks where to, and writes everything that cannot be made again into one file. Work may go on meanwhile. */
  'storage.chooseAndBackUp': command(z.object({}), backupReportSchema.nullable()),
  /** Asks for a backup and unpacks it beside the library; the next start puts it in the library's place. */
  'storage.chooseAndRestore': command(z.object({}), backupFactsSchema.nullable()),
  /** Asks for a folder and copies everything there; the next start uses it. */
  'storage.chooseAndMove': command(z.object({}), z.object({ target: z.string() }).nullable()),
  /** Forgets a restore or a move that the next start would finish. */
  'storage.forgetPending': command(z.object({}), z.void()),
  /** Closes the program and starts it again. */
  'storage.restart': command(z.object({}), z.void()),
  /** Files, or of a restore and a backup bytes. */
  'storage.progressed': event(z.object({ task: z.enum(storageTasks), done: z.number(), total: z.number() })),
}

const jobs = {
  'jobs.fill': command(fillInputSchema, z.object({ id: jobIdSchema })),
  /** A mask is being painted on this image, so a fill may follow: what it needs is started and loaded. Never fails. */
  'jobs.expectFill': command(z.object({ assetId: assetIdSchema }), z.void()),
  /** One id for each picture asked for. Nothing has been sent when it resolves. */
  'jobs.generate': command(generationRequestSchema, z.object({ ids: z.array(jobIdSchema) })),
  /** Pictures of one call are canceled together: the service makes them together. */
  'jobs.cancel': command(z.object({ id: jobIdSchema }), z.void()),
  /** Jobs of one open picture, oldest first; null = those that belong to none. */
  'jobs.list': query(z.object({ documentId: documentIdSchema.nullable() }), z.array(jobSnapshotSchema)),
  /** Notes what the artist decided. Rejected: a result goes to the trash, a failure out of sight. Open: undoes either. */
  'jobs.decide': command(
    z.object({ id: jobIdSchema, verdict: z.enum(['open', 'kept', 'rejected']) }),
    jobSnapshotSchema,
  ),
  'jobs.changed': event(jobSnapshotSchema),
}

/** Pictures that are edited in another program. */
const external = {
  /**
   * Opens a copy of the picture. `usual`: in the program of the settings, or the system's choice; `ask`: in one that is
   * chosen now and becomes the usual one. Not opened = the person canceled.
   */
  'external.edit': command(
    z.object({ id: assetIdSchema, program: z.enum(['usual', 'ask']) }),
    z.object({ isOpened: z.boolean() }),
  ),
  /** Asks for the program of the settings. */
  'external.chooseProgram': command(z.object({}), z.void()),
  /** Back to the system's default. */
  'external.resetProgram': command(z.object({}), z.void()),
  /** What a program has saved is in the library now. */
  'external.taken': event(z.object({ id: assetIdSchema, name: z.string() })),
}

/** The light table: how much pictures differ, and which of them a person finds better. */
const compare = {
  /** `differenceUrl` of the same two shows where. Canceled when nobody waits for it any more. */
  'compare.measure': query(z.object({ firstId: assetIdSchema, secondId: assetIdSchema }), differenceSchema),
  /** What one look decided: of nine pictures laid side by side the best one beats eight. */
  'compare.vote': command(
    z.object({ judgments: z.array(judgmentSchema).min(1).max(36) }),
    z.object({ voteId: z.string().max(40) }),
  ),
  'compare.undoVote': command(z.object({ voteId: z.string().max(40) }), z.void()),
  /** By what was voted so far; of pictures that had the tag then, or of all. */
  'compare.league': query(z.object({ tag: tagSchema.nullable() }), leagueSchema),
  'compare.voted': event(z.object({})),
}

const one = z.object({ id: watchedFolderIdSchema })

/** Folders whose pictures come in by themselves. */
const imports = {
  /** In the order they were added. */
  'imports.folders': query(z.object({}), z.array(watchedFolderSchema)),
  /** Asks for a folder and watches it; null when the person cancels. */
  'imports.chooseAndWatch': command(z.object({}), watchedFolderSchema.nullable()),
  'imports.setOn': command(one.extend({ isOn: z.boolean() }), z.void()),
  /** Its pictures stay in the library, and its files where they are. */
  'imports.unwatch': command(one, z.void()),
  'imports.changed': event(z.object({})),
}

/** Content Credentials (C2PA): who signs here, and what others have signed. */
const credentials = {
  /** null = nobody yet: the first signature makes a certificate. */
  'credentials.identity': query(z.object({}), z.object({ identity: signingIdentitySchema.nullable() })),
  /** A new certificate in the place of what there was. */
  'credentials.make': command(z.object({ name: signerNameSchema }), signingIdentitySchema),
  /** Asks for the files of a certificate and its key; null when the person cancels. */
  'credentials.chooseOwn': command(z.object({}), z.object({ identity: signingIdentitySchema.nullable() })),
  'credentials.forget': command(z.object({}), z.void()),
  /** What the credentials in a picture's file say, and whether they hold. */
  'credentials.check': query(z.object({ id: assetIdSchema }), credentialsCheckSchema),
}

/** Everything the window can reach, in one list. */
export const contract = {
  ...app,
  ...canvas,
  ...catalogue,
  ...compare,
  ...credentials,
  ...downloads,
  ...edits,
  ...exports,
  ...external,
  ...imports,
  ...jobs,
  ...library,
  ...local,
  ...money,
  ...prompts,
  ...providers,
  ...queue,
  ...storage,
}
export type Contract = typeof contract

interface Callable {
  readonly input: z.ZodType
  readonly output: z.ZodType
}
export type CallName = { [K in keyof Contract]: Contract[K] extends Callable ? K : never }[keyof Contract]
export type EventName = Exclude<keyof Contract, CallName>
export type Input<K extends CallName> = z.input<Contract[K]['input']>
export type ParsedInput<K extends CallName> = z.output<Contract[K]['input']>
export type Output<K extends CallName> = z.output<Contract[K]['output']>
export type Payload<K extends EventName> = z.output<Contract[K]['payload']>

export { channels } from './channels.ts'
export type { ExportReport, PagesReport } from './exports.ts'
export { failuresListed, type ImportReport } from './library.ts'
export type { Reply, TravellingReply } from '../domain/reply.ts'

/** What the preload script puts on `window.bridge`. It knows no domain. */
export interface Bridge {
  call(name: string, input: unknown, callId: string): Promise<TravellingReply>
  cancel(callId: string): void
  /** Returns the function that stops listening. */
  listen(listener: (name: string, json: string) => void): () => void
  /**
   * Handles for files that were dropped on the window or pasted into it, in their order; null for one that script made.
   * It takes files alone, never paths: the page cannot name a file that the person did not hand over.
   */
  handlesOf(files: readonly unknown[]): Promise<Reply<(DroppedHandle | null)[]>>
}
