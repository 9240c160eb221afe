import { openThreadChannel } from '../../platform/pure/parent-channel.ts'
import { serveStorage } from './serve-storage.ts'

serveStorage(openThreadChannel())
