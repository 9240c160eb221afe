import { z } from 'zod'
import { planRequestSchema, requestPlanSchema } from '../domain/generation.ts'
import { checkOutcomeSchema, foundServerSchema, providerViewSchema } from '../domain/provider.ts'
import { providerIdSchema } from '../domain/provider-id.ts'
import { command, event, query } from './define.ts'

const idSchema = z.object({ id: providerIdSchema })

/** Keys go in and never come out: the window learns where one comes from and its last four characters. */
export const providers = {
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
