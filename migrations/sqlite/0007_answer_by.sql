ALTER TABLE `meetings` ADD `answer_by` text;
