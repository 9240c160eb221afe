import { z } from 'zod'
import { planRequestSchema, requestPlanSchema } from '../domain/generation.ts'
import { providerIdSchema } from '../domain/provider-id.ts'
import { checkOutcomeSchema, foundServerSchema, providerViewSchema } from '../domain/provider.ts'
import { command, event, query } from './define.ts'

const idSchema = z.object({ id: providerIdSchema })

/** Keys are write-only: the window only learns a key's source and its last four characters. */
export const providers = {
  'providers.list': query('read', z.object({}), z.array(providerViewSchema)),
  /** Estimates the price of a request. Free, sends nothing. */
  'providers.plan': query('read', planRequestSchema, requestPlanSchema),
  /** `session`: kept in memory until Atelier quits, for a computer without a keychain. */
  'providers.setKey': command(
    'keys',
    idSchema.extend({ key: z.string().min(1).max(20_000), keep: z.enum(['keychain', 'session']) }),
    providerViewSchema,
  ),
  /** Deletes it from the keychain and from this session. */
  'providers.deleteKey': command('keys', idSchema, providerViewSchema),
  /** Makes the free test call. */
  'providers.test': command('ask service', idSchema, checkOutcomeSchema),
  /**
   * null resets a field to its default. Main asks before a key, prompts or images are sent to another host.
   * @throws request/cancelled if the user declines
   */
  'providers.configure': command(
    'address',
    idSchema.extend({
      isEnabled: z.boolean().nullish(),
      defaultModel: z.string().max(300).nullish(),
      defaultSize: z.string().max(20).nullish(),
      baseUrl: z.string().max(500).nullish(),
    }),
    providerViewSchema,
  ),
  /** Fetches the service's list of models. */
  'providers.refreshModels': command('ask service', idSchema, providerViewSchema),
  /** Looks up the model, if the service can describe it. */
  'providers.addModel': command(
    'ask service',
    idSchema.extend({ model: z.string().min(1).max(300) }),
    providerViewSchema,
  ),
  'providers.removeModel': command('edit', idSchema.extend({ model: z.string().min(1).max(300) }), providerViewSchema),
  /**
   * Shows a dialog for a workflow file in ComfyUI's API format and adds it as a model; null = the dialog was canceled.
   */
  'providers.chooseWorkflow': command('file dialog', z.object({}), providerViewSchema.nullable()),
  /** Probes the usual ports of this computer for servers: only at the user's request. */
  'providers.findServers': command('ask service', z.object({}), z.array(foundServerSchema)),
  'providers.changed': event(providerViewSchema),
}
