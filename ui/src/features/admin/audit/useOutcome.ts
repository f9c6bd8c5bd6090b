import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { ROLES } from '@/components/roles';

/** Words for how it ended: done, the new role, what is tried and how, or what the error with that code means. */
export function useOutcome(): (outcome: string) => string {
  const { t } = useTranslation(['admin', 'account', 'problems']);
  return (outcome) => {
    if (outcome === 'done') return t('audit.done');
    if (outcome === 'release_refused') return t('audit.refused');
    if (outcome === 'overridden') return t('audit.overridden');
    const [, mode, version] = /^(shadow|canary|ab)_(.+)$/.exec(outcome) ?? [];
    if (mode && version) return t(`audit.modes.${mode as 'shadow'}`, { version });
    const role = ROLES.find((each) => each === outcome);
    if (role) return t(`account:roles.${role}`);
    return i18next.exists(`problems:${outcome}`) ? t(`problems:${outcome}` as 'problems:title') : outcome;
  };
}
