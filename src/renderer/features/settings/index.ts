export { createSettingsView, type SettingsView } from './create-settings-view.ts'
