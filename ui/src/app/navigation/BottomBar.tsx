import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import classes from './BottomBar.module.css';
import { placesFor } from './navigation';

/** The navigation of a phone: under the thumb, and always seen. */
export function BottomBar({ role }: { role: Schemas['Role'] }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('nav.label')} className={classes.bar}>
      {placesFor(role).map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className={classes.tab} activeOptions={{ exact: false }}>
          <Icon size={22} stroke={1.6} aria-hidden />
          <span className={classes.label}>{t(`nav.short.${name}`)}</span>
        </Link>
      ))}
    </nav>
  );
}
