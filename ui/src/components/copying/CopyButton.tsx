import { Button, type ButtonProps } from '@mantine/core';
import { IconCheck, IconCopy, type TablerIcon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCopy } from './useCopy';

interface CopyButtonProps extends Omit<ButtonProps, 'children' | 'leftSection'> {
  label: string;
  /** What is copied, made when it is wanted. */
  text(): string;
  icon?: TablerIcon;
}

/** Copies something, and says so. */
export function CopyButton({ label, text, icon: Icon = IconCopy, ...rest }: CopyButtonProps) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const Sign = copied ? IconCheck : Icon;
  return (
    <Button {...rest} leftSection={<Sign size={18} aria-hidden />} onClick={() => copy(text())}>
      <span aria-live="polite">{copied ? t('copied') : label}</span>
    </Button>
  );
}
